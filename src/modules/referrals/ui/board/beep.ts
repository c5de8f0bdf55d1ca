/** Two short tones of the reception board. Browsers let a page sound only after its user touched it once. */
let context: AudioContext | null = null;

function ready(): AudioContext | null {
  if (typeof AudioContext === 'undefined') return null;
  context ??= new AudioContext();
  if (context.state === 'suspended') void context.resume().catch(() => undefined);
  return context;
}

/** Asks for the right to sound; call it from a tap. */
export function allowBeep(): void {
  ready();
}

/** Sounds once; silent where the browser does not permit it. */
export function beep(): void {
  const audio = ready();
  if (audio?.state !== 'running') return;
  for (const [index, pitch] of [880, 1174.7].entries()) {
    const start = audio.currentTime + index * 0.16;
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0.0001, start);
    volume.gain.exponentialRampToValueAtTime(0.18, start + 0.015);
    volume.gain.exponentialRampToValueAtTime(0.0001, start + 0.15);
    tone.connect(volume).connect(audio.destination);
    tone.start(start);
    tone.stop(start + 0.16);
  }
}
