// The phone's own voice. Some browsers have none.

const speech = globalThis.speechSynthesis;

export const speaks = (prefix) => Boolean(speech?.getVoices().some(({ lang }) => lang.toLowerCase().startsWith(prefix)));
export const onVoices = (act) => { if (speech) speech.onvoiceschanged = act ?? null; };
export const silence = () => speech?.cancel();

export function speak(text, language, done) {
  silence();
  const sentences = text.split('\n').filter((line) => line.trim());
  sentences.forEach((sentence, at) => {
    const spoken = new SpeechSynthesisUtterance(sentence);
    spoken.lang = language;
    spoken.rate = 0.9;
    if (at === sentences.length - 1) spoken.onend = done;
    speech.speak(spoken);
  });
}
