"""Texts in the languages of a project: a mapping from a language to words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final, Generic, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, RootModel, StringConstraints, model_validator
from pydantic_core import PydanticCustomError
from pydantic_core.core_schema import ValidationInfo

from dxlib.data.wrong_values import MISSING_LANGUAGE
from dxlib.language.available import SOURCE_LANGUAGE

LANGUAGES: Final = "languages"  # of a validation's context: those that every text must be given in
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
CODE: Final = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"  # of a language
Code = Annotated[str, StringConstraints(pattern=CODE)]
# Not None, which is what YAML makes of a key without a value.
_MISSING: Final = object()
Value = TypeVar("Value")


class StrictModel(BaseModel):
    """What a file of a project says; a key that is not known is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _refuse_missing(given: Any) -> Any:
    if given is _MISSING:
        raise PydanticCustomError(MISSING_LANGUAGE, "No text in a language")
    return given


class ByLanguage(RootModel[Mapping[Code, Value]], Generic[Value]):
    """Something in each of a project's languages, and in further ones if anybody wrote them."""

    model_config = ConfigDict(frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _require_languages(cls, given: Any, info: ValidationInfo) -> Any:
        # The context comes from YamlFile.check(); a catalogue that is read back from its note was checked before.
        needed = (info.context or {}).get(LANGUAGES, ())
        return {**dict.fromkeys(needed, _MISSING), **given} if isinstance(given, dict) else given

    def __getitem__(self, language: str) -> Value:
        """Give what there is in a language; in one that nothing was written in, what :attr:`main` is."""
        return self.root.get(language, self.main)

    def __hash__(self) -> int:
        return hash(tuple(self.root.items()))

    @property
    def main(self) -> Value:
        """What those are given who asked for no language: English where there is any, else the first."""
        return self.root.get(SOURCE_LANGUAGE, next(iter(self.root.values())))

    def list_texts(self) -> tuple[Value, ...]:
        """Give it in each language."""
        return tuple(self.root.values())


# Braces mark the places of sentences: the audit takes a name with them for a sentence that was not filled.
_Said = Annotated[Text, StringConstraints(pattern=r"^[^{}]*$")]


class Words(ByLanguage[Annotated[_Said, BeforeValidator(_refuse_missing)]]):
    """One text in the languages of a project."""

    def agrees(self, other: Words) -> bool:
        """Say whether two texts are the same in a language; another one may romanise them differently."""
        return any(other.root.get(language) == text for language, text in self.root.items())


_Form = Annotated[str, StringConstraints(pattern=r"^[^{}]*\{n\}[^{}]*$")]


class Pattern(StrictModel):
    """How a number and its unit stand together, by CLDR plural category; ``{n}`` is the number."""

    zero: _Form | None = None
    one: _Form | None = None
    two: _Form | None = None
    few: _Form | None = None
    many: _Form | None = None
    other: _Form


class Patterns(ByLanguage[Annotated[Pattern, BeforeValidator(_refuse_missing)]]):
    """The pattern of a unit in each language."""
