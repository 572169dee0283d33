namespace MsLite.Smtp.Client;

/// <summary>Doubles the dots at the beginning of lines (RFC 5321 §4.5.2), whole runs at a time, and lets no bare CR or LF pass.</summary>
internal struct DotStuffer
{
    private enum Place
    {
        LineStart,
        Inside,
        AfterCr,
    }

    private Place _place;

    /// <summary>Everything so far ended with CR LF, or there was nothing.</summary>
    public readonly bool IsAtLineStart => _place == Place.LineStart;

    /// <summary>Copies what fits.</summary>
    /// <param name="output">At least 2 bytes.</param>
    /// <returns>How much of <paramref name="input"/> was taken.</returns>
    /// <exception cref="SmtpClientException">A CR or LF stands alone: passing it on would be SMTP smuggling.</exception>
    public int Stuff(ReadOnlySpan<byte> input, Span<byte> output, out int written)
    {
        var read = 0;
        written = 0;
        while (read < input.Length && written < output.Length)
        {
            if (_place == Place.LineStart && input[read] == '.')
            {
                if (output.Length - written < 2)
                {
                    break;
                }

                output[written++] = (byte)'.';
            }

            var run = input.Slice(read, Math.Min(RunLength(input[read..]), output.Length - written));
            Check(run);
            run.CopyTo(output[written..]);
            _place = PlaceAfter(run);
            read += run.Length;
            written += run.Length;
        }

        return read;
    }

    /// <exception cref="SmtpClientException">The message ended with a CR alone.</exception>
    public readonly void RequireNoBareEnd()
    {
        if (_place == Place.AfterCr)
        {
            throw Bare();
        }
    }

    /// <summary>Up to the next dot that is to be doubled.</summary>
    private readonly int RunLength(ReadOnlySpan<byte> rest)
    {
        if (_place == Place.AfterCr)
        {
            return 1;
        }

        var dot = rest.IndexOf("\r\n."u8);
        return dot < 0 ? rest.Length : dot + 2;
    }

    private readonly Place PlaceAfter(ReadOnlySpan<byte> run) => run[^1] switch
    {
        (byte)'\r' => Place.AfterCr,
        (byte)'\n' => Place.LineStart,
        _ => Place.Inside,
    };

    private readonly void Check(ReadOnlySpan<byte> run)
    {
        var pairs = run.Count("\r\n"u8);
        var feeds = pairs + (_place == Place.AfterCr && run[0] == '\n' ? 1 : 0);
        var returns = pairs + (run[^1] == '\r' ? 1 : 0);
        if (run.Count((byte)'\n') != feeds || run.Count((byte)'\r') != returns || (_place == Place.AfterCr && run[0] != '\n'))
        {
            throw Bare();
        }
    }

    private static SmtpClientException Bare() =>
        new(SmtpClientReplies.BareLineEnd, "The message has a bare CR or LF, which is never passed on.");
}
