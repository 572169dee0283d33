using System.Text.Json;
using MsLite.Filter.Journal;

namespace MsLite.Filter.Replay;

/// <summary>What <see cref="JournalFacts"/> wrote, read again; and whether it is whole, since texts in the journal are cleaned and cut.</summary>
internal sealed class RecordedFacts
{
    private static readonly RecordedFacts s_none = new();

    private bool _isThere;
    private bool _hasMoreSubjects;

    public bool ClientNameIsKnown { get; private init; }

    public bool ClientIsHidden { get; private init; }

    public bool Proxied { get; private init; }

    public bool IsSigned { get; private init; }

    public bool IsEmptyBody { get; private init; }

    /// <summary>Header fields by name, as they were unfolded.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Fields { get; private init; } = new Dictionary<string, IReadOnlyList<string>>();

    public static RecordedFacts Of(string json)
    {
        if (json.Length == 0)
        {
            return s_none;
        }

        try
        {
            using var document = JsonDocument.Parse(json);
            return Read(document.RootElement);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return s_none;
        }
    }

    /// <summary>Whether what this check looks at is here as it was; a check that looks at nothing of the header needs no more than its row.</summary>
    public bool AreWholeFor(string check, JournalRow row) => check switch
    {
        "sender" => true,
        "helo" => IsWhole(row.Helo),
        "rdns4" or "rdns6" or "dkim" or "empty_body" => _isThere,
        "date" => _isThere && (Fields["Date"].Any(value => value.Length > 0) || Fields["Date"].Count < JournalFacts.MaxFields),
        "address" => AreWhole("From"),
        "mailers" => AreWhole("X-Mailer"),
        // The journal has the subject decoded: what still looks encoded would be decoded twice.
        "mailman" => _isThere && !_hasMoreSubjects && IsWhole(row.Subject) && !row.Subject.Contains("=?", StringComparison.Ordinal),
        _ => false,
    };

    private static RecordedFacts Read(JsonElement root) => new()
    {
        _isThere = true,
        _hasMoreSubjects = root.TryGetProperty("more-subjects", out var more) && more.GetBoolean(),
        ClientNameIsKnown = root.GetProperty("client-name-known").GetBoolean(),
        ClientIsHidden = root.TryGetProperty("client-hidden", out var hidden) && hidden.GetBoolean(),
        Proxied = root.GetProperty("proxied").GetBoolean(),
        IsSigned = root.GetProperty("signed").GetBoolean(),
        IsEmptyBody = root.GetProperty("empty-body").GetBoolean(),
        Fields = JournalFacts.Fields.ToDictionary(
            name => name, name => (IReadOnlyList<string>)[.. root.GetProperty(name).EnumerateArray().Select(value => value.GetString() ?? "")]),
    };

    private bool AreWhole(string field) => _isThere && Fields[field].Count < JournalFacts.MaxFields && Fields[field].All(IsWhole);

    /// <summary>Neither cut nor with a control character escaped (<see cref="PlainText"/>).</summary>
    private static bool IsWhole(string text) => !text.EndsWith('…') && !text.Contains("\\u", StringComparison.Ordinal);
}
