// serve, in the browser: shows the copy buttons of the documentation, which is complete without them.
import { startCopying } from '../../shared/browser/copy.ts';
import { find } from '../../shared/browser/find.ts';

for (const button of document.querySelectorAll<HTMLButtonElement>('.copyable button')) button.hidden = false;
startCopying(document.body, find('.announcement'));
