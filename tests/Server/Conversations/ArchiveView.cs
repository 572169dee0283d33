using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MsLite.Harness;

namespace MsLite.Web.Tests.Conversations;

/// <summary>One line of an index with the file it names.</summary>
/// <param name="Domain">The folder's name.</param>
/// <param name="Content">The whole archived file.</param>
internal sealed record ArchivedMessage(string Domain, JsonElement Line, byte[] Content)
{
    /// <summary>The value of a key as text; a missing or null one is empty.</summary>
    public string Value(string key) =>
        !Line.TryGetProperty(key, out var value) || value.ValueKind == JsonValueKind.Null ? ""
        : value.ValueKind == JsonValueKind.String ? value.GetString()!
        : value.GetRawText();

    /// <summary>The original message as it was sent, restored by the contract's rule.</summary>
    public byte[] Original() => SmtpText.WithCrLf(Content.AsSpan(Line.GetProperty("offset").GetInt32()));

    public string TextContent => Encoding.Latin1.GetString(Content);
}

/// <summary>What has come into /spam since this view was made.</summary>
internal sealed class ArchiveView
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    private readonly TempTree _tree;
    private readonly Dictionary<string, long> _before;

    public ArchiveView(TempTree tree)
    {
        _tree = tree;
        _before = IndexFiles().ToDictionary(path => path, path => new FileInfo(path).Length);
    }

    /// <summary>The new lines of every day and domain. Throws when a line, or the file it names, is not as contract §6 demands.</summary>
    public IReadOnlyList<ArchivedMessage> Read() => [.. IndexFiles().SelectMany(ReadIndex)];

    /// <summary>
    /// Waits until no index ends with half a line. A kill can leave one, whose message got no reply; whoever writes to the index next, or looks through the
    /// archive some seconds after the start, cuts it off.
    /// </summary>
    public async Task WaitUntilWholeAsync()
    {
        using var limit = new CancellationTokenSource(s_limit);
        while (IndexFiles().FirstOrDefault(IsTorn) is { } torn)
        {
            Assert.False(limit.IsCancellationRequested, $"Nobody has mended {torn}.");
            await Task.Delay(50, CancellationToken.None);
        }
    }

    private static bool IsTorn(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        if (file.Length == 0)
        {
            return false;
        }

        file.Seek(-1, SeekOrigin.End);
        return file.ReadByte() != '\n';
    }

    private IEnumerable<string> IndexFiles() =>
        Directory.EnumerateDirectories(_tree.Folder("spam"))
            .Where(day => new DirectoryInfo(day).LinkTarget is null && Path.GetFileName(day).All(char.IsAsciiDigit))
            .SelectMany(Directory.EnumerateDirectories)
            .Select(domain => Path.Combine(domain, "index"))
            .Where(File.Exists);

    private IEnumerable<ArchivedMessage> ReadIndex(string path)
    {
        var bytes = File.ReadAllBytes(path)[(int)_before.GetValueOrDefault(path)..];
        var text = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes);
        if (text.Length > 0 && text[^1] != '\n')
        {
            throw new InvalidDataException($"The last line of {path} is torn: {text}");
        }

        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            yield return Verified(Path.GetDirectoryName(path)!, JsonDocument.Parse(line).RootElement);
        }
    }

    private static ArchivedMessage Verified(string folder, JsonElement line)
    {
        var file = Path.Combine(folder, "new", Path.GetFileName(line.GetProperty("filename").GetString()!));
        var message = new ArchivedMessage(Path.GetFileName(folder), line, File.ReadAllBytes(file));
        var hash = Convert.ToHexStringLower(SHA256.HashData(message.Original()));
        if (!string.Equals(hash, message.Value("sha256"), StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidDataException($"{file} from its offset on is not what the index's sha256 says: {line.GetRawText()}");
        }

        if (!message.TextContent.StartsWith($"Recipient: {message.Value("recipient")}\n", StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{file} does not begin with its recipient: {line.GetRawText()}");
        }

        return message;
    }
}
