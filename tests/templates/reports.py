"""Reports to be set in type: an ordinary one, a long one, and one of any text."""

from dataclasses import replace
from datetime import date

from templates.document import Document, Labels, Member, Need, Recommendation, Section, VisitMade

LABELS = Labels(
    contents="Contenido",
    facts="La ronda",
    country="País beneficiario",
    institution="Institución",
    initiative="Iniciativa",
    methodology="Metodología",
    secretariat="Secretaría",
    version="Versión",
    fingerprint="Huella de la versión (SHA-256)",
    original="Traducción",
    original_fingerprint="Huella del original (SHA-256)",
    panel="Panel",
    name="Nombre",
    role="Función",
    post="Institución",
    home="País",
    visit_dates="Visita",
    visit_form="Modalidad de la visita",
    visit_place="Lugar de la visita",
    number="N.º",
    recommendation="Recomendación",
    reasons="Razones",
    rests_on="Se basa en",
    reply="Respuesta del país beneficiario",
    topic="Tema",
    support="Tipo de apoyo",
    priority="Prioridad",
    description="Descripción",
    colon=":",
    nothing="Esta sección aún no tiene texto.",
    records_note="Lo que sigue se modifica en la página y no en este documento.",
)

DESCRIPTION = """La ronda se realizó entre marzo y noviembre de 2026 a solicitud del **Ministerio de
Desarrollo Social**. El panel leyó los documentos de referencia, formuló sus preguntas técnicas y
visitó el país durante cinco días."""

FINDINGS = """El programa **llega a 412 distritos** y se apoya en un registro social que tres ministerios
alimentan. Durante la visita se constató que:

1. la actualización del registro depende de convenios anuales;
2. los municipios *no siempre* conocen los criterios de focalización:
   - dos de cada cinco fichas carecen de firma,
   - la verificación en campo se hace por muestreo;
3. el sistema de quejas funciona, aunque pocas personas lo conocen.

## Gestión del registro

La normativa vigente ([decreto 4.509](https://www.example.org/decreto)) prevé una revisión cada dos años. El
equipo técnico ha preparado un borrador de procedimiento, que todavía no se aplica.

| Departamento | Hogares | Actualizados |
|:--|--:|:-:|
| Caaguazú | 18 420 | 61 % |
| San Pedro | 15 077 | 48 % |
| Itapúa | 12 930 | 72 % |

> «La ficha llega tarde, y cuando llega ya cambió la familia.»
"""

RECOMMENDED = Recommendation(
    number=1,
    id="r1",
    kind="Ajuste",
    text="Sustituir los convenios anuales por un **acuerdo marco** con metas para cada departamento.",
    reasons="Los convenios anuales dejan el registro sin alimentación entre enero y abril.",
    rests_on="Pregunta 4 del cuestionario",
)

NEEDED = Need(
    number=1,
    id="n1",
    topic="Evaluación de políticas y programas",
    support="Asistencia técnica",
    priority="Alta",
    text="Diseño de la evaluación de impacto del programa, con datos del registro social y de encuestas.",
)

TITLE = "Sistema integrado de protección social «Vamos»: del registro a la atención"

REPORT = Document(
    language="es",
    organisation="Organización de los Estados Americanos",
    secretariat="Departamento de Inclusión Social",
    methodology="RIPSO",
    about="La RIPSO es la Red Interamericana de Protección Social. En sus rondas de cooperación técnica "
    "entre pares, personas expertas de otros Estados Miembros acompañan a un país en el diseño o la reforma "
    "de una política social.",
    title=TITLE,
    country="Paraguay",
    institution="Ministerio de Desarrollo Social",
    initiative=TITLE,
    round="RIPSO 2026-1 Paraguay",
    version=2,
    status="final",
    sha256="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    date=date(2026, 11, 18),
    version_line="Informe final, versión 2",
    written="18 de noviembre de 2026",
    note="Las recomendaciones de este informe no son vinculantes para el país beneficiario.",
    labels=LABELS,
    panel=(
        Member(
            name="María Soledad Ñúñez Peña",
            role="Experta",
            post="Ministerio de Desarrollo Social y Familia",
            country="Chile",
        ),
        Member(
            name="João Conceição Araújo",
            role="Experto",
            post="Ministério do Desenvolvimento e Assistência Social",
            country="Brasil",
        ),
        Member(name="Élise Lefèvre", role="Coordinación principal", post="Departamento de Inclusión Social"),
    ),
    visit=VisitMade(dates="del 14 al 18 de septiembre de 2026", form="Presencial", place="Asunción"),
    sections=(
        Section(code="round_description", heading="Descripción breve de la ronda", text=DESCRIPTION),
        Section(code="findings", heading="Hallazgos", text=FINDINGS),
        Section(
            code="recommendations",
            heading="Recomendaciones prácticas: ajustes, reformas o innovaciones",
            text="El panel propone lo siguiente, por orden de realización.",
            holds="recommendations",
        ),
        Section(
            code="cooperation_needs",
            heading="Necesidades y oportunidades de cooperación",
            text="El país beneficiario ve oportunidades de cooperación en los temas siguientes.",
            holds="needs",
        ),
    ),
    recommendations=(
        RECOMMENDED,
        replace(
            RECOMMENDED,
            number=2,
            id="r2",
            kind="Reforma",
            reply="Aceptada en parte",
            reply_reasons="Por etapas.",
        ),
        replace(RECOMMENDED, number=3, id="r3", kind="Innovación"),
    ),
    needs=tuple(replace(NEEDED, number=n, id=f"n{n}") for n in range(1, 5)),
    written_in="es",
)


def of(text: str) -> Document:
    """The report with one section of this text."""
    return replace(REPORT, sections=(Section(code="findings", heading="Hallazgos", text=text),))


def long(paragraphs: int, run: int = 0) -> Document:
    """The report with so many paragraphs in each of its four sections, no two alike, in no two runs."""
    words = " ".join(FINDINGS.split()[:60]).replace("|", "")
    texts = ("\n\n".join(f"({run}.{k}.{n}) {words}" for n in range(paragraphs)) for k in range(4))
    sections = (replace(section, text=text) for section, text in zip(REPORT.sections, texts, strict=True))
    return replace(REPORT, sections=tuple(sections))
