# What stands before the pages, and before the Temporal UI: Caddy as its makers publish it, without the right to take
# ports below 1024, which it does not need, and with folders that are its user's.
FROM caddy:2.11.7-alpine
RUN setcap -r /usr/bin/caddy && addgroup -S -g 10002 proxy && adduser -S -D -H -u 10002 -G proxy proxy \
    && install -d -o 10002 -g 10002 -m 0700 /proxy /proxy/data /proxy/config
ENV XDG_DATA_HOME=/proxy/data XDG_CONFIG_HOME=/proxy/config
USER 10002:10002
