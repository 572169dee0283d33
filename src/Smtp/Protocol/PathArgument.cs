using System.Text;

namespace MsLite.Smtp.Protocol;

/// <summary>What MAIL and RCPT have in common: "FROM:" or "TO:", a path, then parameters.</summary>
internal static class PathArgument
{
    /// <summary>Takes off the word and its colon. A blank behind the colon is common and harmless, though RFC 5321 §3.3 forbids it.</summary>
    public static bool TryStrip(ReadOnlySpan<byte> argument, ReadOnlySpan<byte> word, out ReadOnlySpan<byte> rest)
    {
        rest = default;
        if (argument.Length < word.Length || !Ascii.EqualsIgnoreCase(argument[..word.Length], word))
        {
            return false;
        }

        rest = argument[word.Length..].TrimStart((byte)' ');
        return true;
    }

    /// <summary>Behind the path comes nothing, or a blank.</summary>
    public static bool EndsWell(ReadOnlySpan<byte> behindPath) => behindPath.IsEmpty || behindPath[0] == ' ';
}
