// serve: the headers of requests and answers in words, for the documentation.
import { ANSWER_HEADERS, REQUEST_HEADERS } from '../../description/headers.ts';

/** The described headers, and those that HTTP clients handle by themselves. */
export function headerRows(): [string, string][] {
  const described = Object.entries({ ...ANSWER_HEADERS, ...REQUEST_HEADERS });
  return [
    ...described.map(([name, { about }]): [string, string] => [name, `${about}.`]),
    [
      'Cache-Control',
      'How long a cache may keep the answer: rates ten seconds, past fixings a minute, problems never.',
    ],
    [
      'Content-Encoding',
      'Text is compressed with brotli or gzip for a client that sends Accept-Encoding; curl does with --compressed.',
    ],
    [
      'Access-Control-Allow-Origin',
      'Pages of all sites may read the answers, unless the operator has listed the sites that may.',
    ],
  ];
}
