#!/bin/sh
# Makes what Temporal's clients and its server know each other by, in the folder that is named (secrets/temporal):
# an authority of one's own; a certificate for the server, for Ronda's programs and for the UI; and tokens that say
# who may do what in which namespace, with the public half of the key that signs them.
# A second run keeps every certificate that is good for another thirty days, and signs the tokens anew.
# DAYS says for how long certificates and tokens are good, NAMESPACE where Ronda's rounds live.
set -eu
folder=${1:-secrets/temporal}
days=${DAYS:-397}
namespace=${NAMESPACE:-ronda}
command -v openssl >/dev/null || { echo "certificates.sh needs openssl" >&2; exit 2; }
umask 077
mkdir -p "$folder"
chmod 0700 "$folder"
cd "$folder"

new_key="-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes"

if [ ! -e ca.pem ]; then
    # shellcheck disable=SC2086 # several words
    openssl req -x509 $new_key -keyout ca.key -out ca.pem -days 3650 -subj "/CN=Ronda's own authority" \
        -addext keyUsage=critical,keyCertSign,cRLSign 2>/dev/null
fi
[ -e ca.key ] || { echo "$folder/ca.key is not here: bring it back, or remove ca.pem to begin anew" >&2; exit 2; }

# issue NAME USAGE NAMES: a key, and a certificate for it.
issue() {
    if openssl x509 -in "$1.pem" -noout -checkend 2592000 >/dev/null 2>&1; then return; fi
    rm -f "$1.key" "$1.pem"
    # shellcheck disable=SC2086 # several words
    openssl req -new $new_key -keyout "$1.key" -out "$1.csr" -subj "/CN=$1" 2>/dev/null
    printf '%s\n' "basicConstraints=critical,CA:FALSE" "keyUsage=critical,digitalSignature" \
        "extendedKeyUsage=$2" "subjectAltName=$3" > "$1.ext"
    openssl x509 -req -in "$1.csr" -CA ca.pem -CAkey ca.key -set_serial "0x$(openssl rand -hex 16)" \
        -days "$days" -extfile "$1.ext" -out "$1.pem" 2>/dev/null
    rm "$1.csr" "$1.ext"
}

# The server's parts also speak to one another by its certificate, as clients.
issue server serverAuth,clientAuth DNS:temporal,DNS:localhost,IP:127.0.0.1
issue ronda clientAuth DNS:ronda
issue ui clientAuth DNS:temporal-ui

if [ -e tokens.json ] && [ ! -e token.key ]; then
    echo "$folder/token.key is not here: bring it back, or remove tokens.json to begin anew" >&2
    exit 2
fi
[ -e token.key ] || openssl genrsa -out token.key 2048 2>/dev/null
public() { openssl pkey -in token.key -pubout -outform DER; }
url_safe() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }
kid=$(public | openssl dgst -sha256 -r | cut -c 1-16)

# The modulus of a key of 2048 bits: 256 bytes, before the five of the exponent 65537 with which the file ends.
modulus=$(public | tail -c 261 | head -c 256 | url_safe)
rm -f tokens.json
printf '{"keys":[{"kty":"RSA","alg":"RS256","use":"sig","kid":"%s","n":"%s","e":"AQAB"}]}\n' \
    "$kid" "$modulus" > tokens.json

# token NAME PERMISSION: what Temporal reads as `permissions`, namespace:role.
now=$(date +%s)
token() {
    head=$(printf '{"alg":"RS256","typ":"JWT","kid":"%s"}' "$kid" | url_safe)
    body=$(printf '{"sub":"%s","permissions":["%s"],"iat":%d,"exp":%d}' "$1" "$2" "$now" \
        "$((now + days * 86400))" | url_safe)
    signature=$(printf '%s.%s' "$head" "$body" | openssl dgst -sha256 -sign token.key | url_safe)
    rm -f "$1.token"
    printf '%s.%s.%s\n' "$head" "$body" "$signature" > "$1.token"
}
token setup "$namespace:admin"
token ronda "$namespace:write"
token ui temporal-system:read

# Containers read them as users of their own. The folder is closed to everybody else of this machine.
chmod 0444 ca.pem tokens.json server.* ronda.* ui.* setup.token
echo "In $folder. Keep ca.key and token.key elsewhere: only this script needs them."
for name in ca server ronda ui; do
    echo "  $name.pem is good until $(openssl x509 -in $name.pem -noout -enddate | cut -d= -f2)"
done
