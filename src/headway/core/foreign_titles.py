"""Job titles of product people in other languages, in English: what a title says, not what it means."""

import re
import unicodedata

# As job advertisements and résumés write them in German, the Nordic languages, Dutch, French, Spanish,
# Portuguese, Italian, Polish, Russian, Chinese, Japanese and Korean. (?:...) holds the forms of a word.
_PHRASES = (
    (r"produkt-?manager(?:in)?|produktchef|produktsjef|produktleder", "product manager"),
    (r"produkt-?managements?|productmanagement", "product management"),
    (r"produktleit(?:er(?:in)?|ung)", "product lead"),
    (r"produktverantwortliche[rn]?|produkteigner(?:in)?|produktägare|produkteier", "product owner"),
    (r"(?:abteilungs|bereichs)?leit(?:er(?:in)?|ung)(?: des)?", "head of"),
    (
        r"(?:chef|cheffe)(?:·fe)? de produits?|(?:responsable|chargée?) (?:de )?produits?",
        "product manager",
    ),
    (r"(?:directeur|directrice) (?:des? |du )?produits?", "director of product"),
    (r"(?:jefe|jefa|gerente|responsable|gestora?) de productos?", "product manager"),
    (r"directora? de productos?", "director of product"),
    (r"dueñ[oa] de(?:l)? producto|don[oa] d[eo] produto", "product owner"),
    (r"(?:gerente|gestora?|coordenadora?) de produtos?", "product manager"),
    (r"diretora? de produtos?", "director of product"),
    (r"responsabile (?:di )?prodott[oi]", "product manager"),
    (r"(?:direttore|direttrice) (?:di )?prodott[oi]", "director of product"),
    (r"hoofd product", "head of product"),
    (r"(?:kierownik|menedżer(?:ka)?|menadżer) produktu", "product manager"),
    (r"менеджер (?:по )?продукт[ауе]|продакт[- ]менеджер", "product manager"),
    (r"产品总监", "director of product"),
    (r"产品负责人", "head of product"),
    (r"产品经理", "product manager"),
    (r"プロダクト・?(?:マネージャー|マネジャー)", "product manager"),
    (r"プロダクト・?オーナー", "product owner"),
    (r"프로덕트 ?(?:매니저|오너)", "product manager"),
    (r"leitende[rn]?|sénior|高级|资深|シニア|시니어|старший", "senior"),
    (r"júnior|助理", "associate"),
)
_ABROAD = re.compile("|".join(rf"(?P<p{n}>{words})" for n, (words, _) in enumerate(_PHRASES)))
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def in_english(title: str) -> str:
    """`title` with what it says of product work in another language put in English; else as it is."""
    plain = unicodedata.normalize("NFKC", title).casefold()
    if not (_UNSPACED.search(plain) or "prod" in plain or "продук" in plain or "продак" in plain):
        return title
    words = _ABROAD.sub(_translate, plain).split()
    if words == plain.split():
        return title
    # In the Romance languages what an adjective says comes last: chef de produit senior.
    return " ".join([*words[-1:], *words[:-1]] if words[-1] == "senior" else words)


def _translate(found: re.Match[str]) -> str:
    text, number = found.string, int((found.lastgroup or "p0")[1:])
    inside_a_word = not _UNSPACED.search(found[0]) and (
        text[: found.start()][-1:].isalpha() or text[found.end() :][:1].isalpha()
    )
    return found[0] if inside_a_word else f" {_PHRASES[number][1]} "
