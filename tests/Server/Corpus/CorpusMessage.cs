using MsLite.Harness;

namespace MsLite.Web.Tests.Corpus;

/// <summary>One message of a corpus as it is sent: CR LF, an mbox separator taken away.</summary>
public sealed record CorpusMessage(string Name, byte[] Bytes)
{
    /// <summary>The project's own messages.</summary>
    public static IReadOnlyList<CorpusMessage> Own() => Load(RepositoryRoot.Join("tests", "Corpus", "messages"));

    /// <summary>Real mail, where it is at hand.</summary>
    public static IReadOnlyList<CorpusMessage> Real() => Load(SharedData.Join("mail"));

    public override string ToString() => Name;

    private static IReadOnlyList<CorpusMessage> Load(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) != ".json")
            .Order(StringComparer.Ordinal)
            .Select(file => new CorpusMessage(Path.GetRelativePath(folder, file), Prepare(File.ReadAllBytes(file))))];

    private static byte[] Prepare(byte[] file)
    {
        var text = file.AsSpan();
        if (text.StartsWith("From "u8))
        {
            text = text[(text.IndexOfAny((byte)'\n', (byte)'\r') + 1)..];
        }

        var message = SmtpText.WithCrLf(text);
        return message.AsSpan().EndsWith("\r\n"u8) ? message : [.. message, .. "\r\n"u8];
    }
}
