/** How an annex calls itself in `bag-info.txt`, and the label under which it names the package that it completes. */
export const annexFormat = 'baton/annex/v1';
export const completesLabel = 'Completes-Package';
