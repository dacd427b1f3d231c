import { reason, t } from "../i18n.js";

/** Why something did not work, in an operator's words. */
export const why = (refusal) => (refusal.reason === "conflict" ? t("ops.conflict") : reason(refusal.reason));

/** Whether the same may work in a while without anything being changed. */
export const passes = ({ status }) => !status || status === 429 || status >= 500;
