/** The endings that a file of a media type goes by. */
const endings: Record<string, readonly string[]> = {
  'application/pdf': ['pdf'],
  'application/ofd': ['ofd'],
  'application/zip': ['zip'],
  'application/xml': ['xml'],
  'application/rtf': ['rtf'],
  'application/x-cfb': ['doc', 'xls', 'ppt', 'wps', 'et', 'dps', 'msg', 'vsd', 'xlt', 'dot'],
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': ['docx', 'dotx'],
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': ['xlsx', 'xltx'],
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': ['pptx', 'potx', 'ppsx'],
  'application/vnd.oasis.opendocument.text': ['odt'],
  'application/vnd.oasis.opendocument.spreadsheet': ['ods'],
  'application/vnd.oasis.opendocument.presentation': ['odp'],
  'image/png': ['png'],
  'image/jpeg': ['jpg', 'jpeg', 'jpe', 'jfif'],
  'image/gif': ['gif'],
  'image/bmp': ['bmp', 'dib'],
  'image/tiff': ['tif', 'tiff'],
  'image/webp': ['webp'],
  'image/heic': ['heic', 'heif'],
  'image/avif': ['avif'],
  'audio/mpeg': ['mp3'],
  'audio/x-m4a': ['m4a'],
  'audio/mp4': ['m4a', 'mp4'],
  'audio/wav': ['wav'],
  'audio/amr': ['amr'],
  'audio/aac': ['aac'],
  'audio/flac': ['flac'],
  'audio/ogg': ['ogg', 'oga', 'opus'],
  'video/mp4': ['mp4', 'm4v'],
  'video/quicktime': ['mov', 'qt'],
  'video/webm': ['webm'],
  'video/matroska': ['mkv'],
  'video/vnd.avi': ['avi'],
  'video/3gpp': ['3gp'],
};

/** Every media type of evidence that is not text, as it is found from the content. */
export const knownMediaTypes: ReadonlySet<string> = new Set(Object.keys(endings));

/** Whether the ending of the name belongs to another kind of file than the content is. A text may have any ending. */
export function disagreesWithName({ name, mediaType }: { name: string; mediaType: string }): boolean {
  const ending = /\.([a-z0-9]{1,5})$/i.exec(name.trim())?.[1]?.toLowerCase();
  if (ending === undefined) return false;
  const own = endings[mediaType];
  if (own) return !own.includes(ending);
  return Object.values(endings).some((known) => known.includes(ending)) && ending !== 'xml';
}
