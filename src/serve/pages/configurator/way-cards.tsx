// serve: the ways to put the ticker on a page, as cards with something to copy.
import type { Texts } from './texts.ts';
import { type Pinned, waysOf } from './ways.ts';

/** As they are for the default; the browser's script writes what is chosen into them. */
export function wayCards(texts: Texts, base: string, pinned: Pinned) {
  return (
    <section class="ways" aria-labelledby="ways">
      <h2 id="ways">{texts.ways}</h2>
      <p>{texts.waysHint}</p>
      {waysOf({}, base, pinned).map(({ name, code, policy }) => (
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
      <p class="told" role="status" />
    </section>
  );
}

function copyable(part: string, text: string, label: string, { copy, copied, copyByHand }: Texts) {
  return (
    <div class="copyable">
      {/* A region that scrolls must be reachable by keys. */}
      <pre tabindex={0} data-part={part}>
        {text}
      </pre>
      <button type="button" aria-label={label} data-copied={copied} data-by-hand={copyByHand}>
        {copy}
      </button>
    </div>
  );
}
