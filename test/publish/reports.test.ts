import { describe, expect, it } from 'vitest';
import { createReports } from '../../src/publish/reports.ts';
import { SourceReport } from '../../src/rates/schema.ts';
import { selectSources } from '../../src/sources/selection.ts';
import { READ } from '../support/redis/earlier-records.ts';
import { emptyRecord } from '../support/redis/stores.ts';

const { publishers } = selectSources(['nbkr', 'nbk', 'seed'], new Map(), new Map());
const reportsOf = (...records: (typeof READ)[]) =>
  createReports({ records: async () => records }, publishers)();

describe('the reports', () => {
  it('join what the configuration says of a publisher with the results of its polls', async () => {
    const [report] = await reportsOf(READ);
    expect(SourceReport.parse(report)).toEqual(report);
    expect(report).toMatchObject({ id: 'nbk', country: 'KZ', publishes: ['KZT'], lastPoll: READ.lastPoll });
    expect(report?.held).toMatchObject([{ code: 'KZT', read: '4750.90', printed: '4750.90', reads: 2 }]);
  });

  it('are in the order of the configuration, and only of selected sources that were polled', async () => {
    const records = [emptyRecord('seed'), emptyRecord('cbr'), emptyRecord('nbk')] as (typeof READ)[];
    expect((await reportsOf(...records)).map(({ id }) => id)).toEqual(['nbk', 'seed']);
  });
});
