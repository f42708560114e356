"""What the store sells: product lines, their look-alike flavours, and how often each is stocked."""

from cartvision.synthesize.assortment import small_brands
from cartvision.synthesize.goods import Colour, Line, Sku

ATTRIBUTES = (
    "has_cap",
    "transparent",
    "promo_label",
    "price_tag_visible",
    "damaged",
    "tilted",
    "turned",
    "fallen",
    "multipack",
    "loose",
)

DESIGNED = (
    Line("KOLANI", "Drinks > Soda > Cola", "bottle", (8.5, 29), "wave", cap=True, transparent=True,
         flavours={"Classic": "3a1610 d3202a", "Zero": "241512 20242b", "Cherry": "4a1018 b01152",
                   "Lime": "3a2a12 4aa02c"}),
    Line("KOLANI", "Drinks > Soda > Cola", "can", (6.6, 12), "wave",
         flavours={"Classic": "cf1f2a f6f2ea", "Zero": "25272c d3202a", "Cherry": "a3134f f2d7df"}),
    Line("FIZZO", "Drinks > Soda > Lemonade", "can", (6.2, 14), "rings",
         flavours={"Orange": "f07f13 fff3d0", "Lemon": "f2cf1d 2f7d32", "Grape": "6a2c91 e7c8f5",
                   "Melon": "4fb06a fde0e6"}),
    Line("SPRINGA", "Drinks > Water", "bottle", (7.5, 26), "peaks", cap=True, transparent=True,
         flavours={"Still": "bfe3f2 1f6fb5", "Sparkling": "c3ecdf 14806a",
                   "Lemon": "e2efc0 d3b311"}),
    Line("SUNPIK", "Drinks > Juice", "box", (8, 21), "sun", cap=True,
         flavours={"Orange": "f6a21c 2d7a34", "Apple": "8dbf3c b8232f", "Tomato": "d6392b f5e6c8"}),
    Line("MEADOW", "Drinks > Milk", "box", (8, 20), "leaf",
         flavours={"Whole": "f4f3ee 1c4f9c", "Skimmed": "e8f1f7 45a3d9", "Oat": "e9dcc2 7b5a34"}),
    Line("CRISPO", "Food > Snacks > Chips", "bag", (17, 24), "burst",
         flavours={"Salted": "d8232e ffd23f", "Paprika": "e0701a fff0c2", "Onion": "3c8f3f f7f3c6",
                   "Vinegar": "2b7fb8 ffffff"}),
    Line("BISKO", "Food > Snacks > Biscuits", "box", (15, 9), "rings",
         flavours={"Cocoa": "5b321d f1d9a7", "Vanilla": "f2d98b 8d4a1f", "Hazel": "a9672f fff1d6"}),
    Line("NUTTO", "Food > Snacks > Nuts", "bag", (12, 17), "dots", transparent=True,
         flavours={"Peanut": "c98f4e 22436f", "Cashew": "e3c389 7a1f2b", "Mixed": "9a6b3a 1f5a3d"}),
    Line("MORNA", "Food > Breakfast > Cereal", "box", (18, 28), "sun",
         flavours={"Flakes": "f3b81f c8202c", "Choco": "6f3f22 fdd673", "Honey": "f7d774 3a6fb0",
                   "Berry": "b23a7a ffe3ef"}),
    Line("BRAVA", "Food > Breakfast > Coffee", "bag", (10, 20), "leaf",
         flavours={"Dark": "2b211d d9a441", "Mild": "7d1f2a f1dfc4", "Decaf": "1f4f66 eadfcb"}),
    Line("GRANNY", "Food > Breakfast > Spreads", "jar", (8, 11), "dots", cap=True, transparent=True,
         flavours={"Strawberry": "b3152c f7e7df", "Apricot": "e58a1c fdf3d7",
                   "Plum": "54204f efe0f2"}),
    Line("ROSSO", "Food > Pantry > Sauces", "jar", (8.5, 16), "leaf", cap=True, transparent=True,
         flavours={"Basil": "c23a1e 2d6b33", "Arrabbiata": "a8231a 1e1e1e",
                   "Pesto": "6d8a2e efe9c9"}),
    Line("HEINO", "Food > Pantry > Sauces", "bottle", (7, 21), "peaks", cap=True,
         flavours={"Ketchup": "bf1a22 ffffff", "Mustard": "eab517 5b3410",
                   "Mayo": "f3ecd2 2b5fa4"}),
    Line("CANTO", "Food > Pantry > Canned > Beans", "can", (8, 11), "stripes",
         flavours={"White": "2e6f9e f3efe3", "Kidney": "8d1f2f f1e0b8", "Chick": "c7973d 3b2a14"}),
    Line("CANTO", "Food > Pantry > Canned > Fish", "can", (9, 7), "wave",
         flavours={"Tuna": "14558f ffd84a", "Sardine": "c9342b f0f0f0"}),
    Line("PASTARA", "Food > Pantry > Pasta", "bag", (11, 23), "stripes", transparent=True,
         flavours={"Penne": "ecc978 1c4a8a", "Fusilli": "e7bf66 a81f2d",
                   "Farfalle": "f0d48c 27703a"}),
    Line("PUREA", "Food > Baby > Pouches", "bag", (9, 15), "sun", cap=True,
         flavours={"Pear": "b5cf57 ffffff", "Banana": "f5dd62 7a4b1f", "Carrot": "ef8a34 ffffff"}),
    Line("BLANX", "Household > Cleaning > Detergent", "bottle", (12, 27), "burst", cap=True,
         flavours={"Fresh": "2463ad f5f7fa", "Spring": "3aa06b f7f4c5", "Colour": "8a3f9e ffe06b"}),
    Line("SILKA", "Household > Care > Shampoo", "bottle", (6.5, 19), "rings", cap=True,
         flavours={"Repair": "f2efe9 b8912f", "Volume": "e58fb0 ffffff", "Mint": "6fc7b2 1e5b52"}),
    Line("", "Food > Fresh > Fruit > Apples", "apple", (7.5, 7.2), "dots",
         flavours={"Gala": "c23a34 e3b75e", "Granny": "8fb83a c9d77a", "Golden": "d9c860 c9a04a",
                   "Pink": "d4566a ecd08a"}),
    Line("", "Food > Fresh > Fruit > Citrus", "orange", (7.8, 7.6), "dots",
         flavours={"Orange": "ef8a1a f7b24c", "Grapefruit": "efae4c e8835a",
                   "Lime": "5f9a2c 9cc24e"}),
    Line("", "Food > Fresh > Fruit > Citrus", "lemon", (8.2, 6.2), "dots",
         flavours={"Lemon": "f0d02a f7e77a"}),
    Line("", "Food > Fresh > Fruit > Pears", "pear", (6.8, 9.8), "dots",
         flavours={"Conference": "a8a048 8a6a32", "Williams": "ccc24e a5b246"}),
    Line("", "Food > Fresh > Fruit > Exotic", "banana", (18, 10), "dots",
         flavours={"Banana": "eccb3a b5a83c", "Ripe": "e2b52e 7a5420"}),
    Line("", "Food > Fresh > Fruit > Exotic", "kiwi", (5.4, 6.8), "dots",
         flavours={"Green": "7a6238 96804c", "Gold": "a08448 b89a58"}),
    Line("", "Food > Fresh > Fruit > Exotic", "melon", (15, 18), "stripes",
         flavours={"Cantaloupe": "d2b878 a89a62", "Water": "3d6b34 86a850",
                   "Honey": "e0cc58 d8b648"}),
    Line("", "Food > Fresh > Vegetables > Fruiting", "tomato", (7, 6.2), "dots",
         flavours={"Beef": "cc2a1e e0583a", "Yellow": "e8b62a efcf5a"}),
    Line("", "Food > Fresh > Vegetables > Fruiting", "pepper", (8, 9.5), "dots",
         flavours={"Red": "c41d1a 3f7a2c", "Yellow": "efbd1e 4c8a34", "Green": "3c7a2a 5a9a40",
                   "Orange": "ea7a1a 4a8a30"}),
    Line("", "Food > Fresh > Vegetables > Fruiting", "aubergine", (8, 17), "dots",
         flavours={"Purple": "2c1a30 5a7a3a"}),
    Line("", "Food > Fresh > Vegetables > Fruiting", "cucumber", (5, 26), "dots",
         flavours={"Long": "2f5f2a 6a9448", "Courgette": "3f6a2c 8aa862"}),
    Line("", "Food > Fresh > Vegetables > Roots", "potato", (6.5, 8.5), "dots",
         flavours={"Firm": "c2a062 a8824a", "Red": "a85a4a 8c4a3c", "Sweet": "b5653a 96502c"}),
)  # fmt: skip

LINES = (*DESIGNED, *small_brands())


def _colour(code: str) -> Colour:
    red, green, blue = bytes.fromhex(code)
    return red, green, blue


def _code(line: Line, flavour: str) -> str:
    return f"{line.brand}-{line.shape}-{flavour}".strip("-").replace(" ", "-").lower()


def _skus() -> tuple[Sku, ...]:
    """Every flavour of every line; the first flavours sell best, the last ones hardly at all."""
    depth = max(len(line.flavours) for line in LINES)
    ranked = [
        (line, list(line.flavours.items())[place])
        for lines in (DESIGNED, LINES[len(DESIGNED) :])
        for place in range(depth)
        for line in lines
        if place < len(line.flavours)
    ]
    weights = [1 / (rank + 9) ** 1.15 for rank in range(len(ranked))]
    return tuple(
        Sku(
            code=_code(line, flavour),
            line=line,
            flavour=flavour,
            body=_colour(colours.split()[0]),
            accent=_colour(colours.split()[1]),
            share=weight / sum(weights),
        )
        for (line, (flavour, colours)), weight in zip(ranked, weights, strict=True)
    )


SKUS = _skus()
