/** How long a person may take back what he did in a list. */
export const undoMinutes = 30;
