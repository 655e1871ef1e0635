// serve: the headers of requests and answers, for the API description and the page /docs.

interface Header {
  about: string;
  type: 'string' | 'integer';
  example: string | number;
}

/** The headers that decide about an answer, besides those of every HTTP client. */
export const REQUEST_HEADERS = {
  'If-None-Match': {
    about: 'The ETag of an earlier answer: an unchanged answer is a 304 without a body',
    type: 'string',
    example: '"Uk8Y2sKQ3mN7xVbT1pLr0A-br"',
  },
  'If-Modified-Since': {
    about: 'The same with a Last-Modified; ignored when If-None-Match is sent',
    type: 'string',
    example: 'Thu, 02 Apr 2026 10:00:00 GMT',
  },
} as const satisfies Record<string, Header>;

export const ANSWER_HEADERS = {
  ETag: {
    about: 'Identifies the content in its compression',
    type: 'string',
    example: '"Uk8Y2sKQ3mN7xVbT1pLr0A-br"',
  },
  'Last-Modified': {
    about: 'When the content was committed; sent from ten seconds later on, and not where it is unknown',
    type: 'string',
    example: 'Thu, 02 Apr 2026 10:00:00 GMT',
  },
  'Retry-After': { about: 'Seconds to wait before the next try', type: 'integer', example: 10 },
  RateLimit: { about: 'No request remains for t seconds', type: 'string', example: '"default";r=0;t=42' },
  'X-Request-Id': {
    about:
      'Of a problem: the id of the request, for the operator of the service. It is in the log of a failure, and of every request with LOG_LEVEL=debug. A request may bring its own',
    type: 'string',
    example: '9f8a3c21-4k',
  },
} as const satisfies Record<string, Header>;

export type AnswerHeader = keyof typeof ANSWER_HEADERS;
