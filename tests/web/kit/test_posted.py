"""What is sent in: every text is clean before a form reads it, secrets stay as they are."""

import json

import pytest
from django import forms
from django.http import QueryDict
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from zhixian.core.kernel.written import written
from zhixian.web.kit.doors import DoorMiddleware, public
from zhixian.web.kit.posted import AS_TYPED, clean_posted, clean_texts
from zhixian.web.kit.unsaved import unsaved

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
ODD = "甲\u200b\u202e\x07\x00乙\v丙"


@given(st.dictionaries(st.sampled_from(["body", "reason", "row-1", *AS_TYPED]), st.lists(TEXT, min_size=1), min_size=1))
def test_every_value_of_a_form_is_clean(sent):
    request = RequestFactory().post("/", sent)
    clean_posted(request)
    for name, values in sent.items():
        assert request.POST.getlist(name) == (values if name in AS_TYPED else [written(value) for value in values])


def test_the_door_cleans_before_the_view_and_leaves_files_alone():
    request = RequestFactory().post("/", {"body": ODD})
    request.user = None

    @public
    def view(_):
        """A page."""

    view.door = type(view.door)(None, second_factor=False)
    assert DoorMiddleware(lambda _: None).process_view(request, view) is None
    assert request.POST["body"] == "甲乙\n丙"
    with pytest.raises(AttributeError, match="immutable"):
        request.POST["body"] = "x"


@given(
    st.recursive(
        TEXT | st.integers() | st.none() | st.booleans(), lambda one: st.lists(one) | st.dictionaries(TEXT, one)
    )
)
def test_every_text_of_a_json_body_is_clean(body):
    assert clean_texts(clean_texts(body)) == clean_texts(body)
    assert json.dumps(clean_texts([ODD, {"a": ODD}, 5])) == json.dumps(["甲乙\n丙", {"a": "甲乙\n丙"}, 5])


class _Form(forms.Form):
    body = forms.CharField(label="正文")
    secret = forms.CharField(widget=forms.PasswordInput)
    kind = forms.ChoiceField(choices=[("a", "A")])
    hidden = forms.CharField(widget=forms.HiddenInput)


def test_only_texts_that_the_page_has_lost_are_shown():
    form = _Form(QueryDict("body=abc&secret=xyz&kind=a&hidden=1"))
    assert unsaved(form, {"other": [_Form()]}) == [("正文", "abc")]
    assert unsaved(form, {"rows": [("x", form)]}) == []
    assert unsaved(form, {"copy": _Form(QueryDict("body=abc"))}) == []
    assert unsaved(_Form(), {}) == unsaved(None, {}) == []
