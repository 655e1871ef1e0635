// sources: the seed that ships, real fixings with their dates, in the form of a SEED_FILE.

/** The newest fixings at hand when this version was made. No earlier one of the som was. */
export const SEED_FIGURES = {
  rates: [
    { code: 'KGS', nominal: '1', value: '87.4500', date: '2026-05-23' },
    {
      code: 'KZT',
      nominal: '1',
      value: '475.09',
      date: '2026-04-02',
      previous: { value: '478.77', date: '2026-04-01' },
    },
    {
      code: 'TJS',
      nominal: '1',
      value: '9.3371',
      date: '2026-05-19',
      previous: { value: '9.3450', date: '2026-05-16' },
    },
    {
      code: 'UZS',
      nominal: '1',
      value: '12149.84',
      date: '2026-04-03',
      previous: { value: '12142.10', date: '2026-04-02' },
    },
    {
      code: 'TMT',
      nominal: '1',
      value: '3.5',
      date: '2026-05-21',
      previous: { value: '3.5', date: '2026-05-20' },
    },
  ],
};
