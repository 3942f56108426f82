//! Blobs by content hash, through `object_store`: a folder by default, something S3-compatible later.

pub mod content;

use bytes::Bytes;
use domain::hash::Hash;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt, PutPayload};
use std::sync::Arc;

/// The blob store. Whole blobs lie under `blobs/ab/abcd…`, chunks of unfinished ones under `chunks/abcd…/n`.
#[derive(Clone)]
pub struct Blobs {
    store: Arc<dyn ObjectStore>,
}

impl Blobs {
    /// Blobs in a folder; made when it is not there. Files reach the disk before a write is answered.
    pub fn in_folder(folder: &std::path::Path) -> anyhow::Result<Self> {
        std::fs::create_dir_all(folder)?;
        Self::there(folder)
    }

    /// Blobs of a folder that is there.
    pub fn there(folder: &std::path::Path) -> anyhow::Result<Self> {
        let store = object_store::local::LocalFileSystem::new_with_prefix(folder)?.with_fsync(true);
        Ok(Self { store: Arc::new(store) })
    }

    /// Keeps a whole blob and returns its hash.
    pub async fn put(&self, bytes: Bytes) -> object_store::Result<Hash> {
        let hash = Hash::of(&bytes);
        self.store.put(&whole(hash), PutPayload::from_bytes(bytes)).await?;
        Ok(hash)
    }

    /// The bytes of a blob, if it is here.
    pub async fn get(&self, hash: Hash) -> object_store::Result<Option<Bytes>> {
        read(self.store.get(&whole(hash)).await).await
    }

    /// Forgets a whole blob; one that is not here is forgotten already.
    pub async fn delete(&self, hash: Hash) -> object_store::Result<()> {
        match self.store.delete(&whole(hash)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Keeps one chunk of an unfinished blob.
    pub async fn put_chunk(&self, hash: Hash, index: i64, bytes: Bytes) -> object_store::Result<()> {
        self.store.put(&chunk(hash, index), PutPayload::from_bytes(bytes)).await.map(|_| ())
    }

    /// One chunk of an unfinished blob.
    pub async fn get_chunk(&self, hash: Hash, index: i64) -> object_store::Result<Option<Bytes>> {
        read(self.store.get(&chunk(hash, index)).await).await
    }

    /// Forgets the chunks of a finished (or wrong) blob.
    pub async fn delete_chunks(&self, hash: Hash, count: i64) -> object_store::Result<()> {
        for index in 0..count {
            match self.store.delete(&chunk(hash, index)).await {
                Ok(()) | Err(object_store::Error::NotFound { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}

async fn read(got: object_store::Result<object_store::GetResult>) -> object_store::Result<Option<Bytes>> {
    match got {
        Ok(result) => result.bytes().await.map(Some),
        Err(object_store::Error::NotFound { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

fn whole(hash: Hash) -> Path {
    let text = hash.to_string();
    Path::from(format!("blobs/{}/{text}", &text[..2]))
}

fn chunk(hash: Hash, index: i64) -> Path {
    Path::from(format!("chunks/{hash}/{index}"))
}
