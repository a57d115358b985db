// SPDX-License-Identifier: EUPL-1.2
// The figures as the screens show them, held against the recount.
export async function judgeScreens() {
}
