/** Departments that only treat one sex (sex rule 4). */
export const femaleDepartment = /^(妇|产)/;
export const maleDepartment = /^男科/;
