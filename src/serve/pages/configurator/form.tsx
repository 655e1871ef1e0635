// serve: the form of the page at /. Each attribute of the list gets one control, by its kind.
import type { Child } from 'hono/jsx';
import { type Attribute, CARRIED, type Language } from '../../../attributes.ts';
import { LANGUAGE_NAMES } from '../language.ts';
import type { Texts } from './texts/texts.ts';

/** Slower motion is hardly visible, and faster text is hardly readable. An address may still contain other speeds. */
const SPEED = { least: 10, most: 200, step: 5 };
/** With more words than this a drop-down list takes less room. */
const MAX_RADIOS = 4;

export function chooser(texts: Texts, codes: readonly string[]) {
  return (
    <form autocomplete="off" aria-label={texts.choose}>
      <h2>{texts.choose}</h2>
      {CARRIED.map((attribute) => control(attribute, texts, codes))}
      <button type="reset">{texts.reset}</button>
    </form>
  );
}

function control(attribute: Attribute, texts: Texts, codes: readonly string[]) {
  const { name, kind, words = [] } = attribute;
  if (kind === 'codes') return codeBoxes(texts, codes);
  if (kind === 'switch') return flag(attribute, texts);
  if (kind === 'power')
    return labelled(
      attribute,
      texts,
      options(name, words, (it) => it, attribute.initial ?? ''),
    );
  if (name === 'speed') return speed(attribute, texts);
  if (kind === 'number') return labelled(attribute, texts, number(attribute, texts));
  if (words.length > MAX_RADIOS) {
    const label = (it: string) => LANGUAGE_NAMES[it as Language] ?? texts.pageLanguage;
    return labelled(attribute, texts, options(name, ['', ...words], label, ''));
  }
  return radios(attribute, texts);
}

function labelOf({ name }: Attribute, { labels }: Texts): string {
  return labels[name as keyof Texts['labels']];
}

function labelled(attribute: Attribute, texts: Texts, input: Child) {
  const { name, looks } = attribute;
  return (
    <div class="field" data-looks={looks?.join(' ')}>
      <label class="name" for={name}>
        {labelOf(attribute, texts)}
      </label>
      {input}
    </div>
  );
}

function options(name: string, values: readonly string[], label: (value: string) => string, chosen: string) {
  return (
    <select name={name} id={name}>
      {values.map((value) => (
        <option value={value} selected={value === chosen}>
          {label(value)}
        </option>
      ))}
    </select>
  );
}

function number({ name, least, most, initial = '' }: Attribute, { none }: Texts) {
  const shown = { min: least, max: most, value: initial, placeholder: initial === '' ? none : initial };
  return <input type="number" name={name} id={name} inputmode="numeric" {...shown} />;
}

function speed(attribute: Attribute, texts: Texts) {
  const { least, most, step } = SPEED;
  return (
    <label class="field" data-looks={attribute.looks?.join(' ')}>
      <span>
        {labelOf(attribute, texts)}: <output>{attribute.initial}</output> {texts.perSecond}
      </span>
      <input type="range" name="speed" min={least} max={most} step={step} value={attribute.initial} />
    </label>
  );
}

function radios(attribute: Attribute, texts: Texts) {
  const { name, words = [], initial, looks } = attribute;
  return (
    <fieldset class="field" data-looks={looks?.join(' ')}>
      <legend>{labelOf(attribute, texts)}</legend>
      <div class="segments">
        {words.map((word) => (
          <label>
            <input type="radio" name={name} value={word} checked={word === initial} />
            <span>{texts.words[word as keyof Texts['words']]}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function codeBoxes({ labels, codesHint, codesLast }: Texts, codes: readonly string[]) {
  return (
    <fieldset class="field" aria-describedby="codes-hint">
      <legend>{labels.codes}</legend>
      <div class="segments">
        {codes.map((code) => (
          <label>
            <input type="checkbox" name="codes" value={code} checked />
            <span>{code}</span>
          </label>
        ))}
      </div>
      <small id="codes-hint">{codesHint}</small>
      <small role="status" data-last={codesLast} />
    </fieldset>
  );
}

function flag(attribute: Attribute, texts: Texts) {
  return (
    <label class="field flag">
      <input type="checkbox" name={attribute.name} />
      <span>{labelOf(attribute, texts)}</span>
    </label>
  );
}
