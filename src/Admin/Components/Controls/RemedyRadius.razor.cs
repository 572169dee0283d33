using System.Data.Common;
using Microsoft.AspNetCore.Components;
using MsLite.Filter.Remedies;
using MsLite.Filter.Replay;

namespace MsLite.Admin.Components.Controls;

/// <summary>Whom a remedy would have concerned. It follows the page: the ladder is climbed for a thousand messages, and nobody waits for that to read one.</summary>
[StreamRendering]
public sealed partial class RemedyRadius
{
    private bool _isCounted;
    private ReplayCount? _count;

    [Parameter]
    [EditorRequired]
    public Remedy Remedy { get; set; } = null!;

    /// <summary>The domain whose mail is counted.</summary>
    [Parameter]
    [EditorRequired]
    public string Domain { get; set; } = "";

    /// <summary>Ends when nobody waits for the page any more.</summary>
    [Parameter]
    public CancellationToken Ended { get; set; }

    [Inject]
    private BlastRadius Radiuses { get; set; } = null!;

    private string Sentence
    {
        get
        {
            if (_count is not { } count)
            {
                return T["The journal does not say how many messages it would have concerned."];
            }

            string[] sentences =
            [
                count.IsWhole
                    ? T["{0} of the {1} messages of the last {2} days that it could concern would have been let through.", count.LetThrough, count.Messages, BlastRadius.Days]
                    : T["{0} of the newest {1} messages that it could concern would have been let through; there are more.", count.LetThrough, count.Messages],
                count.CannotSay == 0 ? "" : T["Of {0} it cannot be said: what {1} would have found is not recorded.", count.CannotSay, string.Join(", ", count.Missing.Keys.Order(StringComparer.Ordinal))],
            ];
            return string.Join(' ', sentences.Where(sentence => sentence.Length > 0));
        }
    }

    protected override async Task OnInitializedAsync()
    {
        // Off the renderer's thread, which would finish the count before it sent anything.
        _count = await Task.Run(CountAsync, Ended);
        _isCounted = true;
    }

    /// <summary>A journal, or a disk, that does not answer is no reason not to help.</summary>
    private async Task<ReplayCount?> CountAsync()
    {
        try
        {
            return await Radiuses.CountAsync(Remedy, Domain, Ended);
        }
        catch (Exception fault) when (fault is DbException or IOException)
        {
            return null;
        }
    }
}
