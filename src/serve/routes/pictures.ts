// serve: GET /rates.svg and /rates.png, the rates as a picture.
import type { Theme } from '../../attributes.ts';
import type { Archive } from '../../publish/archive.ts';
import type { Feed } from '../../publish/feed.ts';
import type { Code } from '../../rates/fixing.ts';
import type { Snapshot } from '../../rates/wire.ts';
import { createBodies } from '../http/answers/bodies.ts';
import { answerPacked } from '../http/answers/form.ts';
import { type Prepared, prepare, RATES_CACHE } from '../http/answers/prepared.ts';
import { notReady } from '../http/problem.ts';
import { createRoute, type Route } from '../http/route.ts';
import { pageHeaders } from '../pages/policy.ts';
import type { Choice } from '../pictures/choice.ts';
import { readMeasure } from '../pictures/font.ts';
import { createGallery } from '../pictures/gallery.ts';
import { historiesOf, markOf, type Past, pastOf } from '../pictures/histories.ts';
import { createPainter, type Painter } from '../pictures/painter.ts';
import { pictureOf } from '../pictures/picture.ts';
import { choiceOf, pngQuery, svgQuery } from '../pictures/query.ts';
import { type Reader, sheetOf, svgOf } from '../pictures/svg.ts';

/** A minute. Messengers and mail services, which fetch most PNGs, keep them for hours anyway. */
const PNG_CACHE = 'public, max-age=60, stale-while-revalidate=600';
const SVG_TYPE = 'image/svg+xml';
const PNG_TYPE = 'image/png';

export interface PictureDeps {
  feed: Feed;
  archive: Archive;
  codes: readonly Code[];
  /** Milliseconds since 1970. */
  now?: (() => number) | undefined;
  painter?: Painter;
}

/** The drawn content, and the key that identifies the picture. */
interface Subject {
  snapshot: Snapshot;
  past: Past;
  key: string;
}

export function createPictureRoutes(deps: PictureDeps): Route[] {
  const { feed, archive, codes, now = Date.now, painter = createPainter() } = deps;
  const measure = readMeasure();
  const bodyAt = createBodies();
  const paintedAt = createGallery<Prepared<Uint8Array<ArrayBuffer>>>();

  /** `null` while no chosen rate is known. */
  function subjectOf(choice: Choice, variant: string): Subject | null {
    const snapshot = feed.snapshot();
    const rates = snapshot?.rates.filter(({ base }) => choice.codes.includes(base)) ?? [];
    if (snapshot === null || rates.length === 0) return null;
    const past: Past = choice.look === 'cards' ? pastOf(archive, rates) : new Map();
    return { snapshot, past, key: `${JSON.stringify(choice)} ${variant} ${markOf(past)}` };
  }

  function draw({ snapshot, past }: Subject, choice: Choice, theme: Theme, reader: Reader): string {
    const histories = historiesOf(past, choice.invert);
    return svgOf(pictureOf(snapshot, choice, measure, histories), theme, reader);
  }

  /** Cards have no `Last-Modified`: their histories change up to a minute after the position. */
  const timeOf = ({ snapshot: { asOf } }: Subject, { look }: Choice) => (look === 'cards' ? undefined : asOf);

  const svg = createRoute({
    path: '/rates.svg',
    operationId: 'getRatesAsSvg',
    tag: 'Widget',
    summary:
      'The ticker as a picture for READMEs and pages; accepts the attributes of the element as query parameters',
    answer: { type: SVG_TYPE, schema: 'text', description: 'A picture as SVG' },
    problems: [400, 503],
    example: () => '/rates.svg?look=list&width=600',
    query: svgQuery(codes),
    handle(c, { theme, ...asked }) {
      const choice = choiceOf(asked);
      const subject = subjectOf(choice, theme);
      if (subject === null) return notReady('no rates yet');
      const body = bodyAt(subject.snapshot, subject.key, () => {
        // An SVG that is opened in a tab is a document. This policy allows only its own style sheet.
        const headers = pageHeaders({ styles: [sheetOf(theme, 'browser')] });
        const text = draw(subject, choice, theme, 'browser');
        return prepare(text, SVG_TYPE, timeOf(subject, choice), headers);
      });
      return answerPacked(c, body, RATES_CACHE, now);
    },
  });

  const png = createRoute({
    path: '/rates.png',
    operationId: 'getRatesAsPng',
    tag: 'Widget',
    summary: 'The same picture for messengers, mail and previews of links, which do not support SVG',
    answer: { type: PNG_TYPE, schema: 'bytes', description: 'A picture of width × scale by height × scale' },
    problems: [400, 503],
    example: () => '/rates.png?look=list&width=600&height=315',
    query: pngQuery(codes),
    async handle(c, { theme, scale, ...asked }) {
      const choice = choiceOf(asked);
      const subject = subjectOf(choice, `${theme} ${scale}`);
      if (subject === null) return notReady('no rates yet');
      const painted = await paintedAt(subject.snapshot, subject.key, async () => {
        if (painter.isFull()) return null;
        const bytes = await painter.paint({ svg: draw(subject, choice, theme, 'painter'), scale });
        return bytes && prepare(bytes, PNG_TYPE, timeOf(subject, choice));
      });
      if (painted === null) return notReady('too many pictures are waiting to be painted');
      return answerPacked(c, painted, PNG_CACHE, now);
    },
  });
  return [svg, png];
}
