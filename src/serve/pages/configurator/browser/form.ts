// serve, in the browser: reads the choice from the form, and writes a choice into it.
import { CARRIED } from '../../../../attributes.ts';
import { codesIn } from '../../../../codes.ts';
import { find } from '../../shared/browser/find.ts';
import { type Choice, readChoice } from '../choice.ts';

export interface ChoiceForm {
  read(): Choice;
  write(choice: Choice): void;
  onChange(listener: () => void): void;
}

/** Step of the slider. An address may contain any speed. */
const SPEED_STEP = 5;

export function createForm(form: HTMLFormElement, codes: readonly string[]): ChoiceForm {
  const boxes = [...form.querySelectorAll<HTMLInputElement>('[name=codes]')];
  const notice = find('[data-last]', form);
  const speed = find<HTMLInputElement>('[name=speed]', form);
  const digits = find<HTMLInputElement>('[name=digits]', form);
  const decimals = find<HTMLInputElement>('[name=decimals]', form);
  const usualMost = speed.max;
  /** The ticked codes in the order in which they were ticked. */
  let order = [...codes];

  function tick({ value, checked }: HTMLInputElement): void {
    notice.textContent = '';
    if (checked) order.push(value);
    else if (order.length > 1) order = order.filter((code) => code !== value);
    // A ticker without a currency would be empty, so the last code stays ticked.
    else notice.textContent = notice.dataset.last ?? '';
    for (const box of boxes) box.checked = order.includes(box.value);
  }

  /** Disables the controls that have no effect on the chosen look. */
  function enable(): void {
    const look = String(new FormData(form).get('look'));
    for (const field of form.querySelectorAll<HTMLElement>('[data-looks]')) {
      const isOff = !field.dataset.looks?.split(' ').includes(look);
      field.classList.toggle('off', isOff);
      for (const input of field.querySelectorAll('input')) input.disabled = isOff;
    }
    digits.disabled = decimals.value !== '';
    digits.closest('.field')?.classList.toggle('off', digits.disabled);
    find('output', form).textContent = speed.value;
  }

  return {
    read() {
      enable();
      const query = new URLSearchParams();
      for (const [name, value] of new FormData(form)) query.set(name, String(value));
      query.set('codes', order.join());
      return readChoice(query, codes);
    },
    write(choice) {
      order = choice.codes === undefined ? [...codes] : codesIn(choice.codes);
      for (const box of boxes) box.checked = order.includes(box.value);
      const value = Number(choice.speed ?? speed.defaultValue);
      speed.step = String(value % SPEED_STEP === 0 ? SPEED_STEP : 1);
      speed.min = String(Math.min(value, Number(speed.min)));
      speed.max = String(Math.max(value, Number(usualMost)));
      for (const { name, kind, initial = '' } of CARRIED) {
        const control = form.elements.namedItem(name);
        if (kind === 'codes' || control === null) continue;
        if (control instanceof HTMLInputElement && control.type === 'checkbox')
          control.checked = name in choice;
        else
          (control as RadioNodeList | HTMLInputElement | HTMLSelectElement).value = choice[name] ?? initial;
      }
      enable();
    },
    onChange(listener) {
      form.addEventListener('input', ({ target }) => {
        if (target instanceof HTMLInputElement && target.name === 'codes') tick(target);
        listener();
      });
      form.addEventListener('reset', (event) => {
        event.preventDefault();
        this.write({});
        notice.textContent = '';
        listener();
      });
    },
  };
}
