// @ts-check
// The list of incidents as it was filtered last: the way back leads there.

const KEPT = "incidents";

export const remember = () => sessionStorage.setItem(KEPT, location.search);

export const wayBack = () => `/incidents${sessionStorage.getItem(KEPT) ?? ""}`;
