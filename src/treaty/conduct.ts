/**
 * The vocabulary of conduct: what somebody did, in words no statute owns. Sheets spell their offences with it, the
 * officer ticks it, and dual criminality compares conduct with conduct (35(3)), never label with label.
 */

/** Subjects on which a person is asked a question before any step beyond preservation. */
export const TOPICS = [
  "expression",
  "association",
  "belief",
  "sexuality",
  "journalism",
  "research",
  "leak",
  "protest",
] as const;
export type Topic = (typeof TOPICS)[number];

interface ConductElement {
  /** What is ticked when this is ticked. */
  text: string;
  /** The protected subject the conduct touches by itself. */
  topic?: Topic;
  /**
   * It harms nobody by itself, so that it leaves a line on conduct that is no offence as it is, where no offence of the
   * sheet is spelt with it.
   */
  neutral?: true;
}

/** Every conduct element by its key. A key is never renamed once a sheet has used it. */
export const CONDUCT: Readonly<Record<string, ConductElement>> = {
  "system-access": { text: "somebody got into a system or a part of it" },
  "without-right": { text: "without right" },
  "security-measure-infringed": { text: "by breaking a security measure" },
  "dishonest-intent": { text: "with dishonest or criminal intent" },
  "data-obtained": { text: "data were copied or read" },
  "transmission-intercepted": { text: "a non-public transmission was intercepted by technical means" },
  "speech-recorded": { text: "words not spoken in public were listened to or recorded by a device" },
  "conversation-recorded": { text: "a conversation that was not public was listened to or recorded" },
  "data-damaged": { text: "data were damaged, deleted, altered, encrypted or suppressed" },
  "serious-harm": { text: "serious harm followed" },
  "system-hindered": { text: "the working of a system was seriously hindered" },
  "connected-system": { text: "the system was connected to another system", neutral: true },
  "tool-supplied": { text: "a tool or a credential for such offences was made, obtained or passed on" },
  "credential-passed-on": { text: "a password or other credential was sold, passed on or made available" },
  "tool-intended-for-offence": { text: "meant to be used for such an offence" },
  "authorised-testing": { text: "it was authorised testing or protection of a system" },
  "demand-with-threat": { text: "something of value was demanded under a threat" },
  "inauthentic-data": { text: "data were made to pass as authentic" },
  "deception-through-system": { text: "a person was deceived about facts through a system" },
  "identity-misused": { text: "the identity or credentials of somebody else were used" },
  "card-or-account-misused": { text: "a payment card or an account of somebody else was used" },
  "processing-influenced": {
    text: "the result of data processing was influenced by false data or by interference",
  },
  "property-lost": { text: "somebody lost property" },
  "property-taken": { text: "property of somebody else was taken" },
  "property-damaged": { text: "property of somebody else was damaged or destroyed" },
  "gain-sought": { text: "to gain money or property without right" },
  "proceeds-moved": { text: "proceeds of an offence were moved, hidden or held" },
  "knowledge-of-proceeds": { text: "knowing that they were proceeds" },
  "child-material-shared": { text: "child sexual abuse material was made available" },
  "child-material-made": { text: "child sexual abuse material was made" },
  "child-material-held": { text: "child sexual abuse material was held" },
  "child-depicted": { text: "a person under 18 is depicted" },
  "self-generated-by-child": { text: "the child made the picture itself" },
  "shared-in-private": { text: "it was shared in private with the one it was meant for, by consent" },
  "suspect-is-child": { text: "the suspect is under 18" },
  "child-believed": { text: "the suspect took the person for a child" },
  "act-in-furtherance": { text: "an act followed the approach" },
  "child-approached": { text: "a child was approached for a sexual offence" },
  "intimate-image-shared": { text: "an intimate image was passed on" },
  "adult-depicted": { text: "a person of 18 or more is depicted" },
  "intent-to-harm": { text: "with intent to harm the person concerned" },
  "no-consent": { text: "without the consent of the person concerned" },
  "life-threatened": { text: "the life or safety of a person is at risk" },
  "violence-threatened": { text: "violence against persons was announced" },
  "attack-prepared": { text: "means for an attack were made ready" },
  "violence-incited": { text: "others were called on to use violence" },
  "violence-done": { text: "violence was used against a person" },
  "person-killed": { text: "a person was killed" },
  "person-held": { text: "a person was held against their will" },
  "person-harassed": { text: "a person was followed, watched or harassed again and again" },
  "sexual-act-forced": { text: "a sexual act was forced" },
  "attack-funded": { text: "money was gathered for an attack on persons" },
  "drugs-traded": { text: "prohibited drugs were made, sold or moved" },
  "weapons-traded": { text: "prohibited weapons were made, sold or moved" },
  "goods-smuggled": { text: "goods were moved past customs" },
  "migrants-smuggled": { text: "persons were brought across a border for gain, against the law" },
  "bribe-given-or-taken": { text: "an advantage was promised, given or taken for an act of office" },
  "public-money-taken": { text: "money entrusted to an office was taken" },
  "tax-evaded": { text: "a tax or duty was not paid" },
  "work-copied": { text: "a protected work was copied or made available" },
  "gambling-offered": { text: "gambling was offered without a licence" },
  "personal-data-published": { text: "private data of a person were published" },
  "public-system": {
    text: "the system or the data served the State, health or another public need",
    neutral: true,
  },
  "as-a-business": { text: "it was done as a business or in a gang" },
  "repeated-offence": { text: "it was done again after a conviction" },
  "organised-group": { text: "a structured group of three or more acted together for gain" },
  "several-states": { text: "it was done in, planned in or felt in more than one State", neutral: true },
  "recruitment-of-person": { text: "a person was recruited, moved or received" },
  "coercion-of-person": { text: "by force, threat, deception or abuse of a weakness" },
  "exploitation-of-person": { text: "for exploitation" },
  "victim-named": { text: "there is a person who was harmed" },
  "minor-exploited": { text: "a person under 18 was exploited" },
  "words-against-authority": {
    text: "words about a person in power or an organ of State",
    topic: "expression",
  },
  "statement-published": { text: "a statement was published", topic: "expression", neutral: true },
  "statement-false": { text: "the statement was false", topic: "expression" },
  "public-unrest-feared": { text: "public unrest was feared from it", topic: "expression" },
  "opinion-passed-on": {
    text: "words of somebody else were shared, liked or approved",
    topic: "expression",
    neutral: true,
  },
  "symbol-shown": { text: "a flag, sign or song was shown or played", topic: "expression", neutral: true },
  "reputation-harmed": { text: "words harmed somebody's honour or reputation", topic: "expression" },
  "hatred-incited": { text: "words stirred up hatred against a group", topic: "expression" },
  "faith-insulted": { text: "words or pictures offended a religion", topic: "belief" },
  "worship-held": { text: "people met to pray or to teach a belief", topic: "belief", neutral: true },
  "creed-expressed": { text: "a belief was shown, taught or left", topic: "belief", neutral: true },
  "group-membership": { text: "somebody belongs to or supports a group", topic: "association" },
  "group-supported": { text: "money or work was given to a group", topic: "association" },
  "party-or-union-work": {
    text: "it was work for a party, a union or an association",
    topic: "association",
    neutral: true,
  },
  "strike-called": { text: "a strike or boycott was called", topic: "protest" },
  "way-blocked": { text: "a road or a place was blocked by people", topic: "protest" },
  "assembly-organised": { text: "a gathering was called or joined", topic: "protest" },
  "report-published-by-press": {
    text: "a journalist gathered or published it",
    topic: "journalism",
    neutral: true,
  },
  "source-of-press-sought": {
    text: "the data can show who spoke to a journalist",
    topic: "journalism",
    neutral: true,
  },
  "wrong-shown": { text: "it showed a wrong to the public or to an authority", topic: "leak", neutral: true },
  "secret-passed-on": { text: "a document was passed on against a duty of secrecy", topic: "leak" },
  "adults-met-by-consent": { text: "adults agreed to meet", topic: "sexuality", neutral: true },
  "same-sex-conduct": {
    text: "persons of the same sex met or lived together",
    topic: "sexuality",
    neutral: true,
  },
  "gender-expressed": {
    text: "somebody dressed or spoke in a way held unfit for their sex",
    topic: "sexuality",
    neutral: true,
  },
  "morals-offended": { text: "words or pictures were held to be immoral", topic: "sexuality" },
  "flaw-looked-for": { text: "a system was examined for flaws", topic: "research", neutral: true },
  "vendor-told": {
    text: "the maker or operator of the system was told of a flaw",
    topic: "research",
    neutral: true,
  },
  "flaw-reported": { text: "a flaw was found and reported", topic: "research", neutral: true },
};

/** Keys a sheet or an officer used that the vocabulary does not have. */
export function unknownConduct(keys: readonly string[]): string[] {
  return keys.filter((key) => !Object.hasOwn(CONDUCT, key));
}

/** The words for a list of keys, for a sentence: "somebody got into a system…; without right". */
export function conductWords(keys: readonly string[]): string {
  return keys.map((key) => CONDUCT[key]?.text ?? key).join("; ");
}
