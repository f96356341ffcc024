/** English. ICU MessageFormat; one key, one place. */
export const en = {
  "sign-in.title": "Sign in",
  "sign-in.intro": "Your passkey signs you in. The device asks for your PIN, finger or face.",
  "sign-in.button": "Sign in with your passkey",
  "sign-in.no-script":
    "Passkeys need JavaScript in this browser. Everything else on this site works without it.",
  "sign-in.enrol": "I have an enrolment code",

  "passkey.waiting": "Follow what your device asks for.",
  "passkey.failed": "Your device did not confirm. Nothing was sent. Try again.",
  "passkey.missing": "This browser cannot use passkeys. Use a current browser.",

  "sandbox.title": "Choose a role",
  "sandbox.intro":
    "This is the desk of {state} in a sandbox. The State and the persons are invented, and so there is no password: choose whom you want to be.",
  "sandbox.roles": "Roles at this desk",
  "sandbox.may": "May: {mandates}",

  "signed-in.title": "You are signed in",
  "signed-in.officer": "Officer",
  "signed-in.role": "Role",
  "signed-in.may": "May",
  "signed-in.desk": "Go to the desk",
  "signed-in.sign-out": "Sign out",
  "signed-in.everywhere": "Sign out on all devices",

  "enrol.title": "Enrol a passkey",
  "enrol.intro":
    "The administrator gave you a one-time code. With it you enrol a passkey of your own on this device or on a security key.",
  "enrol.code": "Enrolment code",
  "enrol.code-hint": "24 letters and digits. Spaces, hyphens and small letters do not matter.",
  "enrol.next": "Continue",
  "enrol.for": "You are enrolling a passkey for:",
  "enrol.two-steps":
    "Your device is asked twice: first to make the passkey, then to show that it works. Both times it asks for your PIN, finger or face.",
  "enrol.make": "Make the passkey",
  "enrol.confirm": "Confirm with the new passkey",
  "enrol.made": "The passkey is made. Now confirm with it.",

  "enrolled.title": "The passkey is enrolled",
  "enrolled.intro":
    "It signs you in, and signs what you decide, as soon as the State’s signed list carries it. Until then it can do nothing.",
  "enrolled.next": "What happens now",
  "enrolled.step-send": "Send this entry to the administrator of the State’s list.",
  "enrolled.step-compare":
    "Read the fingerprint to the administrator by telephone or in person, so that nobody can exchange the entry on the way.",
  "enrolled.step-wait": "When the next list is published, sign in.",
  "enrolled.officer": "Officer",
  "enrolled.fingerprint": "Fingerprint",
  "enrolled.copies": "Copies",
  "enrolled.synced":
    "The device may copy this passkey to other devices of yours. Your State decides whether it accepts that.",
  "enrolled.bound": "This passkey stays on the one device that made it.",
  "enrolled.entry": "Entry for the State’s list",

  "sign.ready": "Your passkey signs exactly the document above, and nothing else.",
  "sign.no-key":
    "The State’s list carries no passkey of yours for this address. Sign at your own desk, or enrol a passkey first.",
  "sign.changed": "The document on this page is not the one to be signed. Open the page again.",

  "mandate.draft": "write requests",
  "mandate.approve": "approve requests of others",
  "mandate.examine": "examine incoming requests",
  "mandate.decide": "decide on incoming requests",
  "mandate.authorise": "authorise measures",
  "mandate.release": "release evidence",
  "mandate.receive": "receive evidence",
  "mandate.contact-point": "act as 24/7 contact point",
  "mandate.oversee": "oversee",
  "mandate.none": "read only",

  "problem.title": "That did not work",
  "problem.next": "What you can do: {next}",
  "problem.code": "Code: {code}",
  "problem.back": "Back to sign-in",
} as const satisfies Record<string, string>;
