using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using MsLite.Admin.Components.Controls;
using MsLite.Admin.Trying;
using MsLite.Filter;
using MsLite.Filter.Access;
using MsLite.Filter.Explain;
using MsLite.Filter.Quarantine;

namespace MsLite.Admin.Components.Pages;

/// <summary>Climbs the ladder for a message that is uploaded, typed in, or lies in the archive, and shows it. Nothing is sent.</summary>
public sealed partial class TryPage
{
    /// <summary>Below what the server takes in a request at all, so that there is a sentence and not a broken connection.</summary>
    private const long MostBytes = 20 << 20;

    private const int MostText = 2_000_000;

    private Caller? _caller;
    private TryForm _typed = new();
    private QuarantineEntry? _copy;
    private ExplainQuestion? _question;
    private Verdict? _verdict;
    private Outcome? _said;

    [SupplyParameterFromForm(FormName = "try")]
    public TryForm? Typed { get; set; }

    /// <summary>The reference of an archived message.</summary>
    [SupplyParameterFromQuery(Name = "id")]
    public string? Id { get; set; }

    [SupplyParameterFromQuery(Name = "from")]
    public string? From { get; set; }

    [SupplyParameterFromQuery(Name = "to")]
    public string? To { get; set; }

    [SupplyParameterFromQuery(Name = "ip")]
    public string? Ip { get; set; }

    [SupplyParameterFromQuery(Name = "helo")]
    public string? Helo { get; set; }

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    [Inject]
    private Explainer Explainer { get; set; } = null!;

    [Inject]
    private QuarantineFinder Finder { get; set; } = null!;

    [Inject]
    private QuarantineStore Store { get; set; } = null!;

    private string Command => _question is null ? "" : ShellCommand.Explain(_question);

    protected override async Task OnInitializedAsync()
    {
        _caller = Http.User.Caller();
        await FindCopyAsync(Typed?.Id ?? Id);
        _typed = Typed ?? new TryForm
        {
            From = From ?? _copy?.From,
            To = To ?? _copy?.Recipient,
            Ip = Ip ?? _copy?.Ip,
            Helo = Helo ?? _copy?.Helo,
        };
    }

    private string Heading(Verdict verdict) => verdict.Kind switch
    {
        VerdictKind.Deliver => T["It would be delivered"],
        VerdictKind.Refuse => T["It would be refused and kept"],
        _ => T["It would be deferred: its client is asked to come again"],
    };

    private async Task FindCopyAsync(string? id)
    {
        if (string.IsNullOrEmpty(id) || _caller is null)
        {
            return;
        }

        try
        {
            var copies = await Finder.FindAsync(id, Http.RequestAborted);
            _copy = copies.FirstOrDefault(copy => _caller.MaySee(copy.Domain) && (To is null || string.Equals(copy.Recipient, To, StringComparison.OrdinalIgnoreCase)));
        }
        catch (IOException)
        {
            // Said below: it cannot be found at the moment.
        }

        _said = _copy is null ? Outcome.Fault(T["There is no refused message {0}, or it is not yours to see.", PlainText.Clean(id)]) : null;
    }

    private async Task TryAsync()
    {
        if (_caller is null || _said is not null)
        {
            return;
        }

        if (!ExplainQuestion.TryParse(_typed.From ?? "", _typed.To ?? "", _typed.Ip ?? "", _typed.Helo ?? "", out var question, out var fault))
        {
            _said = Outcome.Fault(fault);
        }
        else if (!_caller.MaySee(question.To.DomainKey))
        {
            _said = Outcome.Fault(T["The domain {0} is not yours to see.", question.To.DomainKey]);
        }
        else if (await OpenAsync() is { } content)
        {
            await using (content)
            {
                (_question, _verdict) = (question, await Explainer.ExplainAsync(content, question, Http.RequestAborted));
            }
        }
    }

    // Null with a sentence when there is nothing to try.
    private async Task<Stream?> OpenAsync()
    {
        if (_copy is not null)
        {
            return await OpenCopyAsync(_copy);
        }

        if (_typed.File is { Length: > 0 } file)
        {
            _said = file.Length > MostBytes ? Outcome.Fault(T["The file has {0}; at most {1} are tried.", ByteSize.Format(file.Length), ByteSize.Format(MostBytes)]) : null;
            return _said is null ? file.OpenReadStream() : null;
        }

        if (string.IsNullOrWhiteSpace(_typed.Text))
        {
            _said = Outcome.Fault(T["Choose a file, or type the message."]);
            return null;
        }

        // Line ends as on the wire, whatever was pasted.
        return new MemoryStream(Encoding.UTF8.GetBytes(_typed.Text.ReplaceLineEndings("\r\n")));
    }

    private async Task<Stream?> OpenCopyAsync(QuarantineEntry copy)
    {
        try
        {
            var original = await Store.TryOpenOriginalAsync(copy, Http.RequestAborted);
            _said = original is null ? Outcome.Fault(T["The copy of this message is not in the archive any more."]) : null;
            return original;
        }
        catch (Exception fault) when (fault is IOException or InvalidDataException)
        {
            _said = Outcome.Fault(T["The copy of this message cannot be read: {0}", PlainText.Clean(fault.Message)]);
            return null;
        }
    }
}
