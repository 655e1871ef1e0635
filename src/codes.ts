// A leaf: reads a list of currency codes in the form that people write: the attribute `codes`, `?codes=`, and the
// arguments of `silk-ticker rates`. In src, because its build includes no file from outside.

/** The codes of a text such as `kgs, UZS`: in upper case, each once. Commas and blanks separate them. */
export const codesIn = (text: string): string[] => [...new Set(text.toUpperCase().match(/[^\s,]+/g))];
