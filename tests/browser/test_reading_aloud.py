"""The page read aloud, where the browser can; a voice that only writes down stands in for the real one."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Person

VOICE = """(() => { const said = []; let held = [];
window.said = said;
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
const voice = {
  speak(one) { said.push([one.lang, one.text]); held.push(one); setTimeout(() => held.includes(one) && one.onend && one.onend(), 5); },
  cancel() { held = []; } };
Object.defineProperty(window, 'speechSynthesis', { value: voice, configurable: true }); })();"""
MUTE = "Object.defineProperty(window, 'speechSynthesis', { value: undefined, configurable: true });"


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_whole_page_is_read_each_part_once_in_its_own_language(person: Person, language: str) -> None:
    page = person(language=language)
    page.add_init_script(VOICE)
    page.goto("/guides/c05/")
    button = page.locator("[data-speak]")
    assert button.is_visible()
    before = button.inner_text()
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false", timeout=20000)
    said = page.evaluate("window.said")
    texts = [text for _lang, text in said]
    assert texts[0] == page.locator("h1").inner_text()
    assert len(texts) == len(set(texts)) or texts.count(texts[0]) == 1
    assert any("60" in text for text in texts), "down to the remedies at the end"
    languages = {lang for lang, _text in said}
    assert languages == ({"zh-CN"} if language == "zh-hans" else {"en", "zh-CN"})
    assert button.inner_text() == before


def test_a_second_press_stops_it_and_no_voice_no_button(person: Person) -> None:
    page = person()
    page.add_init_script(VOICE.replace("setTimeout", "0 && setTimeout"))
    page.goto("/guides/c05/")
    button = page.locator("[data-speak]")
    button.click()
    assert button.get_attribute("aria-pressed") == "true"
    button.click()
    assert button.get_attribute("aria-pressed") == "false"
    assert len(page.evaluate("window.said")) == 1
    mute = person()
    mute.add_init_script(MUTE)
    mute.goto("/guides/c05/")
    assert mute.locator("[data-speak]").is_hidden()
