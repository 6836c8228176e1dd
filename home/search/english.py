"""What people say in English and what the guides call it, as it is shipped; editors go on from there (``home.models.Synonyms``).

Each group is one meaning; the words of the guide's English title stand last. None stands in two groups.
"""

GROUPS: tuple[tuple[str, ...], ...] = (
    # Before the land
    (
        "business licence", "business license", "company registration", "register a company", "start a company",
        "set up a company", "incorporation", "company establishment registration",
    ),
    ("seal", "seals", "chop", "company seal", "official seal", "company chop", "stamp", "seal engraving"),
    ("project filing", "project registration", "filing", "enterprise investment project filing"),
    ("project approval", "project verification", "enterprise investment project verification"),
    ("feasibility", "feasibility report", "feasibility study"),
    ("social risk", "social stability", "risk assessment", "social-stability risk assessment"),
    ("site selection", "choice of site", "pre-examination", "site-selection opinion"),
    ("energy saving", "energy efficiency", "energy review", "energy", "energy-conservation review"),
    # Land
    (
        "land", "land auction", "buy land", "purchase of land", "land purchase", "land grant", "land listing",
        "land lease", "plot", "land supply",
    ),
    ("land planning permit", "land use planning permit", "land use permit", "construction land planning permit"),
    (
        "land certificate", "land title", "land registration", "land use right", "land use certificate",
        "first registration of land-use right",
    ),
    ("farmland", "expropriation", "land acquisition", "agricultural land", "farmland conversion"),
    ("forest", "forestry", "woodland", "forest-land use approval"),
    ("sea", "sea use", "marine", "reclamation", "sea-area use right approval"),
    ("mine", "mining", "minerals", "mineral deposits", "mineral-overlay approval"),
    ("earthquake", "earthquakes", "seismic"),
    ("archaeology", "heritage", "relics", "cultural relics", "archaeology clearance"),
    ("geological survey", "soil survey", "soil investigation", "ground investigation", "geotechnical survey"),
    ("survey", "surveys", "surveyor", "land survey", "surveying", "integrated surveying"),
    # Planning, environment, water, safety
    (
        "planning permission", "planning permit", "planning approval", "construction planning permit",
        "building planning permit", "construction project planning permit",
    ),
    ("design review", "design scheme", "scheme review", "concept design", "joint review of design scheme"),
    (
        "eia", "environmental impact assessment", "environmental assessment", "environmental impact",
        "environmental approval", "environment approval", "environmental review", "eia approval",
    ),
    ("erosion", "soil erosion", "soil conservation", "soil and water conservation", "water conservation plan"),
    ("flood", "flooding", "flood control", "river works", "flood-impact review"),
    ("well", "groundwater", "water abstraction", "water intake", "water-abstraction permit"),
    ("navigation", "waterway", "shipping channel", "navigation-impact review"),
    ("security clearance", "national security", "national-security construction clearance"),
    ("highway", "highways", "motorway", "road access", "works affecting highways permit"),
    ("chemicals", "dangerous goods", "hazardous chemicals", "hazardous-chemicals safety condition"),
    ("radiation", "x-ray", "radiology", "radiological hazard pre-assessment review"),
    ("lightning", "lightning rod", "lightning conductor", "lightning protection", "lightning-protection design review"),
    (
        "air raid shelter", "air defence", "air defense", "civil defence", "civil defense", "basement", "bunker",
        "civil air-defence basement approval",
    ),
    ("tree", "trees", "cut trees", "felling", "felling trees", "green space", "tree works approval"),
    # Drawings, fire, construction
    ("drawings", "blueprint", "blueprints", "drawing review", "drawing check", "joint construction-drawing review"),
    ("fire", "fire protection", "fire design", "fire review", "fire approval", "fire-protection design review"),
    ("bidding", "bid", "bids", "tender", "tenders", "call for tenders", "procurement", "tendering"),
    (
        "supervision", "quality supervision", "safety supervision", "site supervision", "site safety",
        "safety supervision registration",
    ),
    # Who says no more than that means the one that every project needs; with another word beside it, it is only a word.
    (
        "permit", "permits", "licence", "license", "permission", "building permit", "construction licence",
        "construction license", "start of construction", "start work permit", "work permit", "construction permit",
    ),
    ("waste", "garbage", "rubble", "spoil", "debris", "muck", "waste disposal", "construction-waste disposal approval"),
    ("road", "roads", "dig up road", "road works", "roadworks", "excavation", "road excavation", "road occupation"),
    ("relocation of pipes", "pipes", "pipelines", "moving pipes", "alteration of water-supply"),
    ("infrastructure fee", "facility fee", "development fee", "infrastructure fee assessment"),
    ("wages", "wage deposit", "migrant workers", "wage guarantee", "migrant-worker wage deposit"),
    ("presale", "pre-sale", "sell flats", "sell homes", "selling flats", "sale of flats", "pre-sale permit"),
    # Completion
    (
        "acceptance", "completion", "completion acceptance", "final inspection", "final acceptance", "handover",
        "completion inspection", "joint completion acceptance",
    ),
    ("completion record", "record of completion", "completion registration", "completion filing"),
    ("fire inspection", "fire safety inspection", "opening inspection", "fire safety", "pre-opening fire-safety inspection"),
    ("fire completion", "fire completion acceptance", "fire acceptance"),
    ("fire filing", "fire registration", "fire record", "fire completion filing"),
    ("planning inspection", "planning check", "planning verification"),
    ("archive", "archives", "construction archive", "urban construction archive acceptance"),
    (
        "title", "title deed", "title certificate", "property certificate", "property registration", "property title",
        "real estate registration", "ownership certificate", "building ownership",
    ),
    ("pollution", "pollution permit", "discharge permit", "emission permit", "emissions", "pollutant-discharge permit"),
    ("sewage", "sewer", "waste water", "wastewater", "sewage permit", "drainage permit", "sewer-discharge permit"),
    ("lift", "lifts", "elevator", "elevators", "boiler", "boilers", "crane", "special-equipment use registration"),
    # Connections
    ("water", "tap water", "water supply", "running water", "water connection"),
    ("drain", "drains", "drainage", "drainage connection"),
    ("electricity", "power", "power supply", "electric power", "grid connection", "power connection"),
    ("gas", "gas supply", "natural gas", "gas connection"),
    ("heating", "heat", "heat supply", "district heating", "heating connection"),
    ("internet", "broadband", "telecom", "optical fibre", "fiber", "fibre connection"),
)  # fmt: skip
