// Runs before the first paint: the ground and the language that this person chose, so that nothing flashes.
{
  const root = document.documentElement;
  const tone = localStorage.getItem('baton.tone');
  const language = localStorage.getItem('baton.language');
  if (tone) root.dataset.theme = tone;
  if (language) root.lang = language;
}
