"""A tree as a query of the index, as of a day."""

import re
from datetime import date

from tantivy import FieldType, Occur, Query

from zhixian.core.search.class_numbers import class_number, design_number, rarity
from zhixian.core.search.fields import ENDED, IN_FORCE, PENDING, UNKNOWN, field_of_topic
from zhixian.core.search.index import Searchable
from zhixian.core.search.numbers_asked import keys_asked
from zhixian.core.search.schema import CODES, NEVER, UNSURE, YES, day_number
from zhixian.core.search.tree import All, Days, Either, Node, Not, Number, OneOf, Text
from zhixian.core.search.words import grams_asked, is_inside, letters_of_short, units, words_asked

_NUMBER, _WHOLE, _NAME, _TOGETHER = 1000.0, 500.0, 8.0, 2.0
"""Weights beside those of words: a number is what was meant, a title or a name nearly so, words that stand together are better."""
_NAMES = ("holder_grams", "applicant_grams")
_CLASSIFICATIONS = {"ipc": class_number, "nice": class_number, "locarno": design_number}
"""Field of a classification → the number in the index of a code in it."""


class Compiler:
    """Knows the index and the day."""

    def __init__(self, searchable: Searchable, *, as_of: date) -> None:
        self.searchable = searchable
        self.schema = searchable.index.schema
        self.searcher = searchable.index.searcher()
        self.day = day_number(as_of)

    def whole(self, node: Node | None) -> Query:
        """What is asked, of the documents valid on the day."""
        return self.whole_of(self.asked(node))

    def asked(self, node: Node | None) -> Query:
        """What is asked, of all documents."""
        return Query.all_query() if node is None else self.query(node)

    def whole_of(self, query: Query) -> Query:
        """The documents of a query that are valid on the day."""
        out = [(Occur.MustNot, part) for part in self.not_valid()]
        return Query.boolean_query([(Occur.Must, query), *out]) if out else query

    def known_count(self, node: Node | None) -> int | None:
        """How many documents answer a node, valid on the day or not, where the index knows without looking; None elsewhere."""
        if node is None:
            return self.searcher.num_docs
        if self.searchable.gone or not isinstance(node, Text) or node.field != "title":
            return None
        asked = [node.text] if node.exact else words_asked(node.text)
        word = is_inside(asked[0]) if len(asked) == 1 else None
        return self.searcher.doc_freq("inside", word) if word else None

    def not_valid(self) -> list[Query]:
        """The documents that are not valid on the day: mostly those that others follow, since mostly everything has begun."""
        if self.day >= self.searchable.settled:
            return [self.term("past", YES)] if self.searchable.past else []
        return [self.between("since", self.day + 1, None), self.between("until", None, self.day)]

    def query(self, node: Node) -> Query:
        """One node."""
        match node:
            case All(parts):
                return self.every(parts)
            case Either(parts):
                return Query.boolean_query([(Occur.Should, self.query(part)) for part in parts])
            case Not(part):
                return Query.boolean_query([(Occur.Must, Query.all_query()), (Occur.MustNot, self.query(part))])
            case Number(keys):
                return self.number(keys)
            case OneOf("state", values):
                return self.either([self.state(value) for value in values])
            case OneOf("topic", values):
                return self.query(Either(tuple(OneOf(field_of_topic(value), (value,)) for value in values)))
            case OneOf(field, values):
                return self.either([Query.const_score_query(self.term(field, value), 0.0) for value in values])
            case Days(field, first, until):
                low = day_number(first) if first else day_number(date.min)
                return Query.const_score_query(self.between(field, low, day_number(until) - 1 if until else None), 0.0)
            case Text():
                return self.text(node)

    def every(self, parts: tuple[Node, ...]) -> Query:
        """Every part; what must not be there is taken away rather than looked for."""
        clauses = [
            (Occur.MustNot, self.query(part.part)) if isinstance(part, Not) else (Occur.Must, self.query(part))
            for part in parts
        ]
        if all(occur == Occur.MustNot for occur, _ in clauses):
            clauses.append((Occur.Must, Query.all_query()))
        texts = [part.text for part in parts if isinstance(part, Text) and part.field in (None, "title")]
        clauses += [(Occur.Should, way) for way in self.whole_title(" ".join(texts)) if len(texts) > 1]
        return Query.boolean_query(clauses)

    def text(self, node: Text) -> Query:
        """Words in the title; where no field is named also in a name, or as a number."""
        ways = []
        if node.field in (None, "title"):
            ways.append(self.phrase("title_grams", node.text) if node.exact else self.words(node.text))
            ways += self.whole_title(node.text)
        if node.field != "title":
            names = (
                [self.name(node.field, node.text)]
                if node.field
                else [self.phrase(field, node.text) for field in _NAMES]
            )
            ways += [Query.boost_query(name, _NAME) for name in names]
        if node.field is None and (keys := keys_asked(node.text)):
            ways.append(self.number(keys))
        return self.either(ways)

    def whole_title(self, text: str) -> list[Query]:
        """A short title that is the text, whatever stands between its letters, if there is one: before all that only have its words."""
        letters = letters_of_short(text)
        if not letters or not self.searcher.doc_freq("codes", f"whole={letters}"):
            return []
        return [Query.const_score_query(self.term("whole", letters), _WHOLE)]

    def words(self, text: str) -> Query:
        """Every word of a text letter for letter; better where it is a word of the title, and where the words stand together.

        The cutter joins a word to its neighbours in one text and not in another: what is asked must not depend on it.
        """
        asked = words_asked(text)
        if len(asked) == 1 and is_inside(asked[0]):
            return self.phrase("title_grams", asked[0])
        clauses = [(Occur.Must, self.phrase("title_grams", word)) for word in asked]
        clauses += [(Occur.Should, self.term("words", word)) for word in asked if not is_inside(word)]
        within = {gram for word in asked for gram in grams_asked(word)}
        joints = [gram for gram in grams_asked(text) if gram not in within]
        clauses += [(Occur.Should, Query.boost_query(self.term("title_grams", gram), _TOGETHER)) for gram in joints]
        return Query.boolean_query(clauses)

    def phrase(self, field: str, text: str) -> Query:
        """The text letter for letter, but for punctuation, width and case."""
        if field == "title_grams" and (inside := is_inside(text)):
            return self.term("inside", inside)
        wanted = grams_asked(text)
        if len(wanted) > 1:
            return Query.phrase_query(self.schema, field, list(wanted))
        if wanted:
            return self.term(field, wanted[0])
        [unit] = units(text)
        return Query.regex_query(self.schema, field, f"{unit}[^a-z0-9].*" if unit.isascii() else f"{re.escape(unit)}.*")

    def name(self, field: str, text: str) -> Query:
        """A name letter for letter; the applicant's is indexed only where it is not the holder's."""
        if field == "holder":
            return self.phrase("holder_grams", text)
        same = [(Occur.Must, self.phrase("holder_grams", text)), (Occur.Must, self.term("same", YES))]
        return self.either([self.phrase("applicant_grams", text), Query.boolean_query(same)])

    def number(self, keys: tuple[str, ...]) -> Query:
        """A right of one of these numbers, before everything else."""
        return Query.const_score_query(self.either([self.term("number", key) for key in keys]), _NUMBER)

    def state(self, state: str) -> Query:
        """Rights in that state on the day."""
        found = {
            PENDING: [self.between("start", self.day + 1, None)],
            IN_FORCE: [self.between("start", None, self.day), self.between("end", self.day + 1, None)],
            ENDED: [self.between("end", None, self.day)],
            UNKNOWN: [self.between("start", UNSURE, UNSURE)],
        }[state]
        return Query.const_score_query(Query.boolean_query([(Occur.Must, query) for query in found]), 0.0)

    def term(self, field: str, value: str) -> Query:
        if field in CODES:
            return Query.term_query(self.schema, "codes", f"{field}={value}", "basic")
        if field in _CLASSIFICATIONS:
            return Query.term_query(self.schema, "classes", _CLASSIFICATIONS[field](value), "basic")
        return Query.term_query(self.schema, field, value, "freq" if field == "inside" else "basic")

    def having(self, field: str, code: str) -> int:
        """How many documents have a code of a classification."""
        return int(self.searcher.doc_freq("classes", _CLASSIFICATIONS[field](code)))

    def weighing(self, field: str, code: str, weight: float) -> Query:
        """The documents of a class, each at the same weight.

        A field of numbers knows nothing of lengths, so the engine weighs its documents alike, by how rare they are. That is put right by
        a factor rather than by a wrapper around the term, since the engine joins bare terms in half the time.
        """
        term = self.term(field, code)
        having = self.having(field, code)
        if not having:
            return term
        every = self.searcher.num_docs
        return Query.boost_query(term, weight / (self.searchable.by_rarity * rarity(every, having)))

    def either(self, ways: list[Query]) -> Query:
        return ways[0] if len(ways) == 1 else Query.boolean_query([(Occur.Should, way) for way in ways])

    def between(self, field: str, first: int | None, last: int | None) -> Query:
        """Days from `first` to `last`, both counted."""
        return Query.range_query(self.schema, field, FieldType.Integer, first, NEVER if last is None else last)
