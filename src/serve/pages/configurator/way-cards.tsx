// serve: the ways to embed the ticker, as cards with code to copy.
import type { Texts } from './texts/texts.ts';
import { type Pinned, waysOf } from './ways.ts';

/** Shows the snippets of the default ticker. The browser's script replaces them with those of the choice. */
export function wayCards(texts: Texts, base: string, pinned: Pinned, codes: readonly string[]) {
  return (
    <section class="ways" aria-labelledby="ways">
      <h2 id="ways">{texts.ways}</h2>
      <p>{texts.waysHint}</p>
      {waysOf({}, base, pinned, codes).map(({ name, code, policy }) => (
        <article data-way={name} aria-labelledby={`way-${name}`}>
          <h3 id={`way-${name}`}>{texts.way[name].name}</h3>
          <p>{texts.way[name].use}</p>
          {copyable('code', code, `${texts.copy}: ${texts.way[name].name}`, texts)}
          <p class="policy">{texts.policy}</p>
          {copyable(
            'policy',
            policy,
            `${texts.copy}: Content-Security-Policy, ${texts.way[name].name}`,
            texts,
          )}
        </article>
      ))}
      <p class="announcement" role="status" />
    </section>
  );
}

function copyable(part: string, text: string, label: string, { copy, copied, copyByHand }: Texts) {
  return (
    <div class="copyable">
      {/* A scrollable region must be reachable by keyboard. */}
      <pre tabindex={0} data-part={part}>
        {text}
      </pre>
      <button type="button" aria-label={label} data-copied={copied} data-by-hand={copyByHand}>
        {copy}
      </button>
    </div>
  );
}
