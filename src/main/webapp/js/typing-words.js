/** The words for who is typing: a key and its values, or null. */
export function typingWords(ids) {
  if (ids.length === 0) return null;
  const [who, other] = ids;
  if (ids.length === 1) return ["typing.one", { who }];
  return ids.length === 2 ? ["typing.two", { who, other }] : ["typing.many", { n: ids.length }];
}
