/** Something that stops, with the name of the sentence that says it (`_locales`, `trouble_<name>`). Never any content. */
export class Trouble extends Error {
  constructor(name) {
    super(name);
    this.name = "Trouble";
    this.sentence = `trouble_${name}`;
  }
}

/** The sentence for any error. */
export const sentenceOf = (error) => (error instanceof Trouble ? error.sentence : "trouble_other");
