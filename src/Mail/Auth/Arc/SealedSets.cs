using System.Buffers;
using System.Security.Cryptography;

namespace MsLite.Mail.Auth.Arc;

/// <summary>What the seals of a chain sign, in canonical form, made once for all of them (RFC 8617 §5.1.1).</summary>
internal sealed class SealedSets
{
    // Each seal signs all sets before it, so fifty long ones would have us hash the header twenty-five times over.
    private const int MaxLength = 256 * 1024;

    private readonly IReadOnlyList<ArcSet> _sets;
    private readonly ArrayBufferWriter<byte> _canonical = new(4096);
    private readonly int[] _sealOffsets;

    public SealedSets(IReadOnlyList<ArcSet> sets)
    {
        _sets = sets;
        _sealOffsets = new int[sets.Count];
        for (var i = 0; i < sets.Count && !IsTooLong; i++)
        {
            HeaderCanonicalizer.Write(sets[i].Results.Raw.Span, relaxed: true, lineEnd: true, _canonical);
            HeaderCanonicalizer.Write(sets[i].MessageSignature.Raw.Span, relaxed: true, lineEnd: true, _canonical);
            _sealOffsets[i] = _canonical.WrittenCount;
            HeaderCanonicalizer.Write(sets[i].SealField.Raw.Span, relaxed: true, lineEnd: true, _canonical);
        }
    }

    /// <summary>The sets are longer than those of any real chain; then they are not hashed.</summary>
    public bool IsTooLong => _canonical.WrittenCount > MaxLength;

    /// <summary>The hash that the seal of set <paramref name="count"/> signs: all sets up to it, its own seal without the value of b=.</summary>
    public byte[] Hash(int count)
    {
        var seal = new ArrayBufferWriter<byte>(1024);
        HeaderCanonicalizer.Write(HeaderCanonicalizer.WithoutSignature(_sets[count - 1].SealField.Raw.Span), relaxed: true, lineEnd: false, seal);
        using var hash = IncrementalHash.CreateHash(_sets[count - 1].Seal.Algorithm.Hash());
        hash.AppendData(_canonical.WrittenSpan[.._sealOffsets[count - 1]]);
        hash.AppendData(seal.WrittenSpan);
        return hash.GetHashAndReset();
    }
}
