// serve: the live preview: a separate page in a frame, so that backgrounds, colour schemes and widths are real.
import type { Language } from '../../../../attributes.ts';
import { documentText } from '../../document.tsx';
import type { Texts } from '../texts/texts.ts';

const GROUNDS = ['light', 'dark', 'photo'] as const;

export function preview(texts: Texts, language: Language, style: string) {
  return (
    <section class="preview" aria-label={texts.preview}>
      <div class="stage">
        <iframe title={texts.preview} srcdoc={framed(texts, language, style)} />
      </div>
      <div class="tools">
        <fieldset>
          <legend>{texts.ground}</legend>
          <div class="segments">
            {GROUNDS.map((ground) => (
              <label>
                <input type="radio" name="ground" value={ground} checked={ground === 'light'} />
                <span>{texts.grounds[ground]}</span>
              </label>
            ))}
          </div>
        </fieldset>
        <label class="flag">
          <input type="checkbox" name="phone" />
          <span>{texts.phone}</span>
        </label>
      </div>
    </section>
  );
}

/** The frame inherits the policy and the address of this page, so the relative address of the script works in it. */
function framed({ preview: title }: Texts, lang: Language, style: string): string {
  const head = <script async src="widget.js" />;
  return documentText({ lang, title, style, head, body: <currency-ticker /> });
}
