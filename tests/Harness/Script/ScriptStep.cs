using System.Net;

namespace MsLite.Harness.Script;

/// <summary>One line of a conversation script (or a run of <c>S:</c> lines that make one reply).</summary>
/// <param name="Number">Of its (first) line in the file, from 1.</param>
/// <param name="Text">As it stands there.</param>
public abstract record ScriptStep(int Number, string Text);

/// <summary><c>given /srv/PATH "body"</c>: a file, with its folders.</summary>
public sealed record GivenFile(int Number, string Text, string Path, string Body) : ScriptStep(Number, Text);

/// <summary><c>given /srv/PATH/</c>: a directory.</summary>
public sealed record GivenFolder(int Number, string Text, string Path) : ScriptStep(Number, Text);

/// <summary><c>given link /srv/PATH -> TARGET</c>: a symbolic link; an absolute target is below the test's own root.</summary>
public sealed record GivenLink(int Number, string Text, string Path, string Target) : ScriptStep(Number, Text);

/// <summary><c>given no /srv/PATH</c>: takes a file or a directory away.</summary>
public sealed record GivenNo(int Number, string Text, string Path) : ScriptStep(Number, Text);

/// <summary><c>given client ADDRESS</c>, or <c>given no PROXY header</c> (null). For connections opened after it.</summary>
public sealed record GivenClient(int Number, string Text, IPAddress? Address) : ScriptStep(Number, Text);

/// <summary><c>given option KEY=VALUE</c>: the server is one that was started with it.</summary>
public sealed record GivenOption(int Number, string Text, string Key, string Value) : ScriptStep(Number, Text);

/// <summary><c>given dns NAME TYPE DATA</c> and its like: DNS says so from the start of the script to its end.</summary>
/// <param name="IsFault">Not a plain answer, but a failure, silence or delay.</param>
public sealed record GivenDns(int Number, string Text, Action<NameServer> Tell, bool IsFault) : ScriptStep(Number, Text);

/// <summary><c>given next hop answers "REPLY" at STAGE [to "PART OF THE ARGUMENT"]</c>; the reply "drop" resets the connection.</summary>
public sealed record GivenAnswer(int Number, string Text, NextHopStage Stage, string Reply, string Argument) : ScriptStep(Number, Text);

/// <summary><c>given next hop without KEYWORD</c>: does not offer an extension.</summary>
public sealed record GivenWithout(int Number, string Text, string Keyword) : ScriptStep(Number, Text);

/// <summary><c>given next hop dies after N bytes</c>, or <c>… dies before its reply</c> (null).</summary>
public sealed record GivenDeath(int Number, string Text, int? AfterBytes) : ScriptStep(Number, Text);

/// <summary><c>connect</c>: leaves the connection and opens another.</summary>
public sealed record Connect(int Number, string Text) : ScriptStep(Number, Text);

/// <summary><c>C: TEXT</c> (CR LF is added) or <c>C! ESCAPED</c> (nothing is added).</summary>
public sealed record Send(int Number, string Text, byte[] Bytes, bool IsRaw) : ScriptStep(Number, Text)
{
    /// <summary>The command's first word in upper case.</summary>
    public string Verb => System.Text.Encoding.Latin1.GetString(Bytes).Split(' ', '\r', ':')[0].ToUpperInvariant();
}

/// <summary><c>TLS</c>: the handshake, after a positive reply to STARTTLS.</summary>
public sealed record Handshake(int Number, string Text) : ScriptStep(Number, Text);

/// <summary><c>hang up</c>: closes the connection without a word.</summary>
public sealed record HangUp(int Number, string Text) : ScriptStep(Number, Text);

/// <summary>A reply: all its <c>S:</c> lines.</summary>
public sealed record Expect(int Number, string Text, IReadOnlyList<string> Lines) : ScriptStep(Number, Text)
{
    public bool AsksForContent => Lines[^1].StartsWith("354", StringComparison.Ordinal);
}

/// <summary><c>S has TEXT</c> or <c>S lacks TEXT</c>: a line of the reply just read, after its code.</summary>
public sealed record ExpectLine(int Number, string Text, string Line, bool Present) : ScriptStep(Number, Text);

/// <summary><c>S: closed</c>: the server ends the connection, saying no more.</summary>
public sealed record ExpectClosed(int Number, string Text) : ScriptStep(Number, Text);

/// <summary>A <c>then</c> line, its words already taken apart.</summary>
public sealed record Then(int Number, string Text, IReadOnlyList<string> Words) : ScriptStep(Number, Text);
