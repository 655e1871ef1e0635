// Reduces the font of the pictures to the letters of our languages: from 630 to 96 kB a weight. Copies its licence.
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import subset from 'subset-font';

/** Latin with its first extension, Cyrillic with its supplement: the letters of seven languages and of bank names. */
const RANGES = [
  [0x20, 0x7e],
  [0xa0, 0x17f],
  [0x400, 0x52f],
];
/** Uzbek letters that look like quotation marks; dashes, quotation marks, narrow space, number sign and minus. */
const SINGLE = '\u02bb\u02bc\u2010\u2013\u2014\u2018\u2019\u201c\u201d\u2026\u202f\u2116\u2212';

const WEIGHTS = { regular: '400Regular/NotoSans_400Regular', semibold: '600SemiBold/NotoSans_600SemiBold' };

const source = dirname(fileURLToPath(import.meta.resolve('@expo-google-fonts/noto-sans/package.json')));
const dist = fileURLToPath(new URL('../../../dist/fonts/', import.meta.url));
const letters = RANGES.flatMap(([from, to]) =>
  Array.from({ length: to - from + 1 }, (_, at) => String.fromCodePoint(from + at)),
);

await mkdir(dist, { recursive: true });
for (const [weight, file] of Object.entries(WEIGHTS)) {
  const whole = await readFile(join(source, `${file}.ttf`));
  // These names join both weights to one family.
  const options = { targetFormat: 'truetype', preserveNameIds: [16, 17] };
  const cut = await subset(whole, letters.join('') + SINGLE, options);
  await writeFile(join(dist, `noto-sans-${weight}.ttf`), cut);
}
await copyFile(join(source, 'LICENSE_FONT'), join(dist, 'OFL.txt'));
