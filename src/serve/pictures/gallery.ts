// serve: the painted pictures by their options, until the position moves. Requests for a picture that is being painted
// wait for the same result.

/** Each has 20 to 80 kB. The one that was not requested for the longest time is removed first. */
const MAX_PICTURES = 128;

export function createGallery<Picture>() {
  const pictures = new Map<string, Promise<Picture | null>>();
  let position = '';

  function keep(key: string, picture: Promise<Picture | null>): void {
    pictures.delete(key);
    pictures.set(key, picture);
    const [oldest] = pictures.keys();
    if (pictures.size > MAX_PICTURES && oldest !== undefined) pictures.delete(oldest);
  }

  /** Returns the picture, made by `make` if there is none. `null` from `make` and errors are passed on and not kept. */
  return (
    at: { epoch: string; seq: number },
    key: string,
    make: () => Promise<Picture | null>,
  ): Promise<Picture | null> => {
    const now = `${at.epoch}:${at.seq}`;
    if (now !== position) pictures.clear();
    position = now;
    const known = pictures.get(key);
    const picture = known ?? make();
    keep(key, picture);
    const drop = () => {
      if (pictures.get(key) === picture) pictures.delete(key);
    };
    if (known === undefined) picture.then((made) => made === null && drop(), drop);
    return picture;
  };
}
