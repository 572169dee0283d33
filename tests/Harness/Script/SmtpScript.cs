using System.Text;

namespace MsLite.Harness.Script;

/// <summary>
/// A conversation in the notation of RFC 5321 Appendix D, with what is given before it and what must hold after it.
/// tests/Conversations/README.md describes the notation.
/// </summary>
public sealed class SmtpScript
{
    private readonly List<ScriptStep> _steps = [];

    private readonly string _text;

    private SmtpScript(string file) => (File, _text) = (file, System.IO.File.ReadAllText(file));

    /// <summary>The path it was read from.</summary>
    public string File { get; }

    public IReadOnlyList<ScriptStep> Steps => _steps;

    /// <summary>Options the server must have been started with.</summary>
    public IEnumerable<(string Key, string Value)> Options => _steps.OfType<GivenOption>().Select(option => (option.Key, option.Value));

    public IEnumerable<GivenDns> Dns => _steps.OfType<GivenDns>();

    /// <summary>The program remembers faults of DNS longer than answers: that must not reach other scripts.</summary>
    public bool NeedsOwnServer => Dns.Any(given => given.IsFault);

    /// <summary>The blocklists of its <c>zones</c> files.</summary>
    public IEnumerable<string> Zones => _steps.OfType<GivenFile>()
        .Where(file => file.Path.EndsWith("/zones", StringComparison.Ordinal))
        .SelectMany(file => file.Body.Split('\n'))
        .Select(line => line.Trim().Split(' ')[0])
        .Where(word => word.Contains('.', StringComparison.Ordinal) && word[0] != '#');

    /// <summary>Whether the program may ask DNS about this name, in lower case, because of the script.</summary>
    public bool Mentions(string name) => NameMention.Of(_text, name);

    /// <summary>Throws <see cref="FormatException"/> naming file and line.</summary>
    public static SmtpScript Load(string file)
    {
        var script = new SmtpScript(file);
        var lines = System.IO.File.ReadAllLines(file);
        for (var i = 0; i < lines.Length; i++)
        {
            try
            {
                i = script.Add(lines, i);
            }
            catch (Exception fault) when (fault is FormatException or IndexOutOfRangeException or ArgumentException)
            {
                throw new FormatException($"{file}:{i + 1}: {fault.Message}\n{lines[i]}", fault);
            }
        }

        return script;
    }

    /// <summary>Adds the step at a line; gives the last line that belongs to it.</summary>
    private int Add(string[] lines, int index)
    {
        var line = lines[index];
        var number = index + 1;
        if (line.Length == 0 || line[0] == '#')
        {
            return index;
        }

        if (line.StartsWith("S: ", StringComparison.Ordinal) && line != "S: closed")
        {
            var end = EndOfReply(lines, index);
            _steps.Add(new Expect(number, line, [.. lines[index..(end + 1)].Select(text => ScriptWords.Utf8AsLatin1(text[3..]))]));
            return end;
        }

        _steps.Add(Single(number, line));
        return index;
    }

    private static int EndOfReply(string[] lines, int index)
    {
        while (lines[index].Length > 6 && lines[index][6] == '-')
        {
            index++;
            if (index == lines.Length || !lines[index].StartsWith("S: ", StringComparison.Ordinal))
            {
                throw new FormatException("A reply whose line has a hyphen goes on in the next line.");
            }
        }

        return index;
    }

    private static ScriptStep Single(int number, string line) => line switch
    {
        "S: closed" => new ExpectClosed(number, line),
        "TLS" => new Handshake(number, line),
        "connect" => new Connect(number, line),
        "hang up" => new HangUp(number, line),
        "C:" => new Send(number, line, "\r\n"u8.ToArray(), IsRaw: false),
        _ when line.StartsWith("C: ", StringComparison.Ordinal) => new Send(number, line, Encoding.UTF8.GetBytes(line[3..] + "\r\n"), IsRaw: false),
        _ when line.StartsWith("C! ", StringComparison.Ordinal) =>
            new Send(number, line, Encoding.Latin1.GetBytes(ScriptWords.Unescape(ScriptWords.Utf8AsLatin1(line[3..]))), IsRaw: true),
        _ when line.StartsWith("S has ", StringComparison.Ordinal) => new ExpectLine(number, line, line[6..], Present: true),
        _ when line.StartsWith("S lacks ", StringComparison.Ordinal) => new ExpectLine(number, line, line[8..], Present: false),
        _ when line.StartsWith("given ", StringComparison.Ordinal) => GivenParser.Parse(number, line),
        _ when line.StartsWith("then ", StringComparison.Ordinal) => new Then(number, line, [.. ScriptWords.Split(line).Skip(1)]),
        _ => throw new FormatException("A line begins with #, given, connect, C:, C!, S:, S has, S lacks, TLS, hang up or then."),
    };
}
