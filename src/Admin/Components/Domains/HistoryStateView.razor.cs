using System.Text;
using Microsoft.AspNetCore.Components;
using MsLite.Filter;
using MsLite.Filter.History;

namespace MsLite.Admin.Components.Domains;

/// <summary>What stood under a name, in a few lines.</summary>
public sealed partial class HistoryStateView
{
    private const int MostLines = 12;
    private const int MostOfLine = 200;

    [Parameter]
    [EditorRequired]
    public HistoryState State { get; set; } = null!;

    private string Text
    {
        get
        {
            var lines = Encoding.UTF8.GetString(State.Bytes.Span).TrimEnd('\n').Split('\n');
            var shown = string.Join('\n', lines.Take(MostLines).Select(line => PlainText.Clean(line.TrimEnd('\r'), MostOfLine)));
            return lines.Length > MostLines ? $"{shown}\n{T["… {0} lines more", lines.Length - MostLines]}" : shown;
        }
    }
}
