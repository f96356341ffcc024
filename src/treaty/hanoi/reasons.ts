/** Why software has no part in a provision, where many share the reason. Each is a sentence that a lawyer can check. */

export const MEANING = "A meaning that other provisions use; by itself it asks nothing of a request.";
export const MEASURE = "A meaning; the measure that is asked for already says which kind of data it is.";
export const LAWMAKING =
  "It asks each State to make law; what it made is read from its sheet, as far as known.";
export const OPTION = "A choice of each State; what it chose, its sheet or the ledger says.";
export const RESERVED = "A reservation to powers at home; the ledger keeps it and no request turns on it.";
export const PART =
  "A part of the offence; the facts say which part it was, and the article is weighed as a whole.";
export const TAKING_PART =
  "Which form of taking part was meant, the cited statute says; the offence itself is weighed under its own article.";
export const PART_OF_TEST = "Weighed in the test of the paragraph.";
export const SCOPE =
  "Weighed in the test of the paragraph, which tells the three apart by the class of the offence.";
export const JUDGED = "A person judges it; no fact of the file decides it.";
export const COURT = "Courts and prosecutors apply it in their own proceedings; no request turns on it.";
export const HOME_POWER =
  "A power that a State gives its own authorities; which it has and who authorises it, its sheet says.";
export const JURISDICTION =
  "Jurisdiction is for the courts of the State that prosecutes; a request for evidence does not turn on it.";
export const ASSETS =
  "A step in recovering assets, which this program does not handle; it shows only whether the door is open.";
export const EXTRADITION =
  "A step of extradition, which this program does not handle; it shows only whether the door is open.";
export const PEOPLE = "Protection and care of people, by people; no request for evidence turns on it.";
export const DETAINED = "Moving a detained person, which this program does not handle.";
export const PURPOSE =
  "One purpose of a list whose letters were not compared; no rule rests on a letter. Measures on data stand under Arts. 42 to 46.";
export const SPONTANEOUS = "Information that goes unasked; this program handles requests.";
export const RECORDS = "Government records are asked for on paper; this program handles electronic evidence.";
export const WITNESS_CLOCK =
  "Witnesses who travel are not handled here, so the clock of fifteen days starts nowhere.";
export const CONTACT = "Work of people at the point of contact; the directory says how to reach them.";
export const POLICE = "Police cooperation beside the requests; it has no measure of its own here.";
export const POLICY = "Policy between governments; no request turns on it.";
export const PREVENTION = "Prevention at home; no request turns on it.";
export const PREVENTION_UNSURE = "Prevention at home; the letter was not compared, and no rule rests on it.";
export const ASSISTANCE_POLICY =
  "Technical assistance and exchange between governments; no request turns on it.";
export const CONFERENCE = "Work of the Conference and its secretariat; no request turns on it.";
export const DEPOSITARY = "A notification to the Secretary-General; States make it outside this program.";
export const LEDGER =
  "Who signed and joined when, the ledger says; the act itself is done with the depositary.";
export const TREATY_LAW = "The law of treaties; a lawyer applies it, and no request turns on it alone.";
export const UNSURE = "Its number, order or wording was not compared, so no rule rests on it.";
