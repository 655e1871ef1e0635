// serve: painted pictures by what was asked, until the position moves. Who asks for one that is being painted waits
// for the same.

/** At 20 to 80 kB each; one that nobody has asked for the longest goes first. */
const MAX_PICTURES = 128;

export function createGallery<Picture>() {
  const pictures = new Map<string, Promise<Picture>>();
  let position = '';

  function keep(key: string, picture: Promise<Picture>): void {
    pictures.delete(key);
    pictures.set(key, picture);
    const [oldest] = pictures.keys();
    if (pictures.size > MAX_PICTURES && oldest !== undefined) pictures.delete(oldest);
  }

  /** The picture, from `make` where there is none; `null` when that has no room now. What fails is not kept. */
  return (
    at: { epoch: string; seq: number },
    key: string,
    make: () => Promise<Picture> | null,
  ): Promise<Picture> | null => {
    const now = `${at.epoch}:${at.seq}`;
    if (now !== position) pictures.clear();
    position = now;
    const known = pictures.get(key);
    const picture = known ?? make();
    if (picture === null) return null;
    keep(key, picture);
    if (known === undefined)
      picture.catch(() => {
        if (pictures.get(key) === picture) pictures.delete(key);
      });
    return picture;
  };
}
