using MsLite.Filter.Quarantine;

namespace MsLite.Fuzz.Tests.Targets;

/// <summary>Lines of an index, ours and the seed's: each is an entry or none, and no file name in them leads out of the quarantine.</summary>
public sealed class IndexLineTarget : IFuzzTarget
{
    public string Name => "index-line";

    public IReadOnlyList<byte[]> Seeds { get; } = FuzzCorpus.Texts(
        """
        {"from":"ann@example.net","ip":"192.0.2.7","host":"unknown","helo":"mail","reason":"HELO should be qualified","subject":"caf\u00e9","recipient":"bob@example.com","filename":"1781524800.P1M2Q3.mx.example.com","message-id":"<1@example.net>","id":"A1","time":"2026-06-15T12:00:00.000+00:00","blocker":"checks/helo","file":"example.com/checks/helo","size":60,"offset":75,"sha256":"00ff","trace":[{"rung":"checks/helo","value":"mail","file":null,"result":"shadow-refuse","detail":"","ms":0.5}]}
        """,
        """
        {"recipient":"bob@example.com","helo":"x","from":"<ann@example.net>","reason":"Empty body","filename":"1234567890.P1M2Q0.host.example.com","ip":"192.0.2.1","subject":"hi","host":"Unknown"}
        """,
        "<a@example.net>|<b@example.com>|/spam/1/example.com/new/1234567890.x|a | b");

    public void Run(ReadOnlySpan<byte> data)
    {
        foreach (var range in data.Split((byte)'\n'))
        {
            if (IndexLineParser.TryParse(data[range], "166", "example.com") is { } entry && SafeName.IsSafe(entry.FileName))
            {
                var path = Path.GetFullPath(Path.Combine("/spam/166/example.com/new", entry.FileName));
                if (Path.GetDirectoryName(path) != "/spam/166/example.com/new")
                {
                    throw new InvalidOperationException($"\"{entry.FileName}\" leads to {path}.");
                }
            }
        }
    }
}
