// serve: painted pictures by what was asked, until the position moves. Who asks for one that is being painted waits
// for the same.

/** At 20 to 80 kB each; one that nobody has asked for the longest goes first. */
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

  /** The picture, from `make` where there is none; `null` when that has no time for it. Neither that nor a fault is kept. */
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
