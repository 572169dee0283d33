using Microsoft.AspNetCore.Components;
using MsLite.Filter.Journal;

namespace MsLite.Admin.Components.Controls;

/// <summary>A page of the journal as a table; on a narrow screen each row is a card.</summary>
public sealed partial class JournalTable
{
    [Parameter]
    [EditorRequired]
    public IReadOnlyList<JournalRow> Rows { get; set; } = [];

    private static string Said(JournalRow row) => row.Reason.Length > 0 ? row.Reason : row.Reply;
}
