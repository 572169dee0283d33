using System.Runtime.InteropServices;

namespace MsLite.Mail.Auth;

/// <summary>
/// Ed25519 by OpenSSL's EVP interface, in the library that .NET itself uses for its cryptography: .NET 10 has no Ed25519 of its own.
/// </summary>
internal static partial class OpenSslEd25519
{
    public const int KeyLength = 32;
    private const int SignatureLength = 64;
    private const string Library = "libcrypto.so.3";

    // NID_ED25519 of OpenSSL's obj_mac.h.
    private const int EvpPkeyEd25519 = 1087;

    /// <summary>Whether the signature is right. False for keys and signatures of another form, and where OpenSSL 3 is not installed.</summary>
    public static bool Verify(ReadOnlySpan<byte> key, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (key.Length != KeyLength || signature.Length != SignatureLength)
        {
            return false;
        }

        try
        {
            return VerifyNative(key, message, signature);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return false;
        }
    }

    private static bool VerifyNative(ReadOnlySpan<byte> key, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        nint publicKey = 0;
        nint context = 0;
        try
        {
            publicKey = EVP_PKEY_new_raw_public_key(EvpPkeyEd25519, 0, key, KeyLength);
            context = EVP_MD_CTX_new();
            return publicKey != 0 && context != 0
                && EVP_DigestVerifyInit(context, 0, 0, 0, publicKey) == 1
                && EVP_DigestVerify(context, signature, SignatureLength, message, (nuint)message.Length) == 1;
        }
        finally
        {
            EVP_MD_CTX_free(context);
            EVP_PKEY_free(publicKey);
            ERR_clear_error();
        }
    }

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint EVP_PKEY_new_raw_public_key(int type, nint engine, ReadOnlySpan<byte> key, nuint length);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial void EVP_PKEY_free(nint key);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint EVP_MD_CTX_new();

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial void EVP_MD_CTX_free(nint context);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int EVP_DigestVerifyInit(nint context, nint keyContext, nint digest, nint engine, nint key);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int EVP_DigestVerify(nint context, ReadOnlySpan<byte> signature, nuint signatureLength, ReadOnlySpan<byte> message, nuint length);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial void ERR_clear_error();
}
